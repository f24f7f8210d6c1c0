package pqagent.dns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * Asks DNS for the ports of a server whose name does not tell them. Calls wait for the network, a
 * few seconds at most, and are made on virtual threads.
 */
public final class PortLookup {
  private static final Duration TRY = Duration.ofSeconds(2);
  private static final Duration QUESTION = Duration.ofSeconds(4);
  private static final Name KEY_SERVER = Name.fromConstantString("ks");

  private final Supplier<Resolver> resolvers;

  /** Asks by what the supplier gives, once for each lookup. */
  PortLookup(Supplier<Resolver> resolvers) {
    this.resolvers = resolvers;
  }

  /** Asks the name servers that the system is configured for at the time. */
  public static PortLookup ofSystem() {
    return new PortLookup(
        () -> {
          ResolverConfig.refresh();
          ExtendedResolver resolver = new ExtendedResolver();
          for (Resolver one : resolver.getResolvers()) {
            one.setTimeout(TRY);
          }
          resolver.setTimeout(QUESTION);
          return resolver;
        });
  }

  /** Asks the given resolver. */
  public static PortLookup by(Resolver resolver) {
    return new PortLookup(() -> resolver);
  }

  /**
   * The ports of the server whose address record has this owner name (absolute). Waits at most
   * twice the resolver's time-out.
   */
  public PortAnswer lookup(Name owner) {
    Resolver resolver = resolvers.get();
    return switch (ask(resolver, owner, PortRecords::cryptoPort)) {
      case Failed failed -> failed.failure();
      case Port crypto ->
          switch (ask(resolver, keyServerName(owner), PortRecords::keyPort)) {
            case Failed failed -> failed.failure();
            case Port key -> new PortAnswer.Ports(crypto.number(), key.number());
          };
    };
  }

  private sealed interface Asked {}

  private record Port(int number) implements Asked {}

  private record Failed(PortAnswer.Failure failure) implements Asked {}

  /** A name so long that nothing can stand before it has no record there: ask for itself. */
  private static Name keyServerName(Name owner) {
    try {
      return Name.concatenate(KEY_SERVER, owner);
    } catch (NameTooLongException e) {
      return owner;
    }
  }

  private static Asked ask(Resolver resolver, Name name, Function<String, OptionalInt> reader) {
    Lookup lookup = new Lookup(name, Type.TXT);
    lookup.setResolver(resolver);
    lookup.setCache(null);
    Record[] records = lookup.run();
    return switch (lookup.getResult()) {
      case Lookup.SUCCESSFUL -> read(records, name, reader);
      case Lookup.HOST_NOT_FOUND, Lookup.TYPE_NOT_FOUND ->
          failed(PortAnswer.Reason.MISSING, "no TXT record at " + name);
      default ->
          failed(
              PortAnswer.Reason.NO_ANSWER,
              "no answer for TXT at " + name + ": " + lookup.getErrorString());
    };
  }

  private static Asked read(Record[] records, Name name, Function<String, OptionalInt> reader) {
    List<String> meant = new ArrayList<>();
    for (Record record : records) {
      String text = text((TXTRecord) record);
      OptionalInt port = reader.apply(text);
      if (port.isPresent()) {
        return new Port(port.getAsInt());
      }
      if (PortRecords.isMeant(text)) {
        meant.add(text);
      }
    }
    return meant.isEmpty()
        ? failed(PortAnswer.Reason.MISSING, "no TXT record that tells a port at " + name)
        : failed(
            PortAnswer.Reason.WRONG,
            "TXT record at " + name + " tells no port: " + printable(meant.getFirst()));
  }

  private static String text(TXTRecord record) {
    StringBuilder text = new StringBuilder();
    for (byte[] part : record.getStringsAsByteArrays()) {
      text.append(new String(part, StandardCharsets.ISO_8859_1));
    }
    return text.toString();
  }

  /** For a log line: the network chose this text. */
  private static String printable(String text) {
    String shown = text.replaceAll("[^ -~]", "?");
    return '"' + (shown.length() <= 60 ? shown : shown.substring(0, 60) + "…") + '"';
  }

  private static Failed failed(PortAnswer.Reason reason, String text) {
    return new Failed(new PortAnswer.Failure(reason, text));
  }
}

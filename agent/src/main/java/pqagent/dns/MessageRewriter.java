package pqagent.dns;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import pqagent.crypto.name.Pq1Name;
import pqagent.metrics.DnsOutcome;

/**
 * Rewrites a successful DNS reply that announces PQConnect servers, so that applications meet them
 * by private addresses only:
 *
 * <ul>
 *   <li>the A records of an owner name with a {@code pq1} label become one, with the private
 *       address that stands for the first of them, since a server is one host, and TTL 0;
 *   <li>TTL 0 for the CNAMEs that lead there;
 *   <li>its AAAA records, the address hints of its SVCB and HTTPS records, and its addresses in the
 *       additional section go: they would lead past the tunnel;
 *   <li>signatures over what changed go, and so does the claim that the data is authentic (AD).
 * </ul>
 *
 * Header, question and all other records stay. Messages signed as a whole (TSIG, SIG(0)) and those
 * for whose server no private address is left stay as they are.
 */
final class MessageRewriter {
  private static final long NOT_TO_BE_KEPT = 0;

  /** An honest reply names one. More would only serve to use up addresses. */
  private static final int MAX_SERVERS = 8;

  private final PrivateAddresses addresses;

  MessageRewriter(PrivateAddresses addresses) {
    this.addresses = addresses;
  }

  /** Changes the message when, and only when, the outcome is REWRITTEN. */
  DnsOutcome rewrite(Message message) {
    if (isSignedAsAWhole(message)) {
      return DnsOutcome.UNSUPPORTED;
    }
    Reply reply = new Reply(message);
    DnsOutcome outcome = reply.reserveAddresses();
    if (reply.exhausted) {
      return DnsOutcome.UNSUPPORTED;
    }
    List<Record> answer = reply.mended(Section.ANSWER);
    List<Record> additional = reply.mended(Section.ADDITIONAL);
    if (reply.changed.isEmpty()) {
      return outcome;
    }
    replace(message, Section.ANSWER, reply.withoutTimeToLive(reply.withoutSignatures(answer)));
    replace(message, Section.ADDITIONAL, reply.withoutSignatures(additional));
    message.getHeader().unsetFlag(Flags.AD);
    return DnsOutcome.REWRITTEN;
  }

  private static boolean isSignedAsAWhole(Message message) {
    return message.getSection(Section.ADDITIONAL).stream()
        .anyMatch(record -> record.getType() == Type.TSIG || record.getType() == Type.SIG);
  }

  private static void replace(Message message, int section, List<Record> records) {
    message.removeAllRecords(section);
    records.forEach(record -> message.addRecord(record, section));
  }

  /** An owner name and a type. */
  private record RecordSet(Name owner, int type) {}

  /** One message on its way through. */
  private final class Reply {
    private final Message message;
    private final OwnerNames names = new OwnerNames();
    private final Map<Name, Integer> privateAddresses = new HashMap<>();
    private final Set<RecordSet> changed = new HashSet<>();
    private boolean exhausted;

    Reply(Message message) {
      this.message = message;
    }

    /** Looks for servers in the answer; the outcome counts if nothing is changed in the end. */
    DnsOutcome reserveAddresses() {
      DnsOutcome outcome = DnsOutcome.PLAIN;
      Set<Name> seen = new HashSet<>();
      for (Record record : message.getSection(Section.ANSWER)) {
        if (!(record instanceof ARecord a) || !isInternet(a) || !seen.add(a.getName())) {
          continue;
        }
        Optional<Pq1Name> name = names.pq1(a.getName());
        int server = address(a);
        if (name.isEmpty()) {
          if (OwnerNames.isLaterVersion(a.getName())) {
            outcome = DnsOutcome.UNSUPPORTED;
          }
        } else if (addresses.contains(server)) {
          outcome = DnsOutcome.ALREADY_PRIVATE;
        } else if (isSingleHost(server)) {
          OptionalInt reserved =
              privateAddresses.size() < MAX_SERVERS
                  ? addresses.reserve(name.get(), a.getName().canonicalize(), server)
                  : OptionalInt.empty();
          exhausted |= reserved.isEmpty();
          reserved.ifPresent(address -> privateAddresses.put(a.getName(), address));
        }
      }
      return outcome;
    }

    /** A section's records after the change, which is noted. */
    List<Record> mended(int section) {
      List<Record> kept = new ArrayList<>();
      for (Record record : message.getSection(section)) {
        mended(record, section).ifPresent(kept::add);
      }
      return kept;
    }

    private Optional<Record> mended(Record record, int section) {
      if (!isInternet(record)) {
        return Optional.of(record);
      }
      return switch (record) {
        case ARecord a when section == Section.ANSWER -> inAnswer(a);
        case ARecord a when isBesideAnswer(a) && !addresses.contains(address(a)) -> gone(a);
        case AAAARecord aaaa when section == Section.ANSWER && names.isPq1(aaaa.getName()) ->
            gone(aaaa);
        case AAAARecord aaaa when isBesideAnswer(aaaa) -> gone(aaaa);
        case SVCBBase service when ServiceHints.isIn(service) && leadsToServer(service) -> {
          note(service);
          yield ServiceHints.without(service).map(Record.class::cast);
        }
        default -> Optional.of(record);
      };
    }

    private Optional<Record> inAnswer(ARecord a) {
      Integer address = privateAddresses.get(a.getName());
      if (address == null) {
        return Optional.of(a);
      }
      boolean first = note(a);
      byte[] bytes = ByteBuffer.allocate(4).putInt(address).array();
      return first
          ? Optional.of(new ARecord(a.getName(), DClass.IN, NOT_TO_BE_KEPT, bytes))
          : Optional.empty();
    }

    /** In the additional section of a reply that answers, not of one that only refers. */
    private boolean isBesideAnswer(Record record) {
      return names.isPq1(record.getName()) && !message.getSection(Section.ANSWER).isEmpty();
    }

    private boolean leadsToServer(SVCBBase service) {
      return names.isPq1(service.getName()) || names.isPq1(service.getTargetName());
    }

    private Optional<Record> gone(Record record) {
      note(record);
      return Optional.empty();
    }

    /** True the first time. */
    private boolean note(Record record) {
      return changed.add(new RecordSet(record.getName(), record.getType()));
    }

    List<Record> withoutSignatures(List<Record> records) {
      return records.stream()
          .filter(
              record ->
                  !(record instanceof RRSIGRecord signature
                      && changed.contains(
                          new RecordSet(signature.getName(), signature.getTypeCovered()))))
          .toList();
    }

    /** Every CNAME that leads to what changed is not to be kept either. */
    List<Record> withoutTimeToLive(List<Record> records) {
      Map<Name, List<CNAMERecord>> byTarget = new HashMap<>();
      for (Record record : records) {
        if (record instanceof CNAMERecord alias) {
          byTarget.computeIfAbsent(alias.getTarget(), n -> new ArrayList<>()).add(alias);
        }
      }
      Set<Name> reached = new HashSet<>();
      changed.forEach(set -> reached.add(set.owner()));
      List<Name> toFollow = new ArrayList<>(reached);
      while (!toFollow.isEmpty()) {
        for (CNAMERecord alias : byTarget.getOrDefault(toFollow.removeLast(), List.of())) {
          if (reached.add(alias.getName())) {
            toFollow.add(alias.getName());
          }
        }
      }
      return records.stream()
          .map(
              record ->
                  record instanceof CNAMERecord alias && reached.contains(alias.getTarget())
                      ? new CNAMERecord(
                          alias.getName(), alias.getDClass(), NOT_TO_BE_KEPT, alias.getTarget())
                      : record)
          .toList();
    }
  }

  private static boolean isInternet(Record record) {
    return record.getDClass() == DClass.IN;
  }

  private static int address(ARecord a) {
    return ByteBuffer.wrap(a.getAddress().getAddress()).getInt();
  }

  /** Blocking resolvers answer 0.0.0.0; no server has that, or a multicast address. */
  private static boolean isSingleHost(int address) {
    return address >>> 24 != 0 && address >>> 28 < 14;
  }
}

package pqagent.role;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import pqagent.connect.PortResolver;
import pqagent.connect.ServerPorts;
import pqagent.dns.PortAnswer;
import pqagent.dns.PortLookup;
import pqagent.peer.ServerIdentity;

/** Lets the connector ask DNS for ports, at the name that owns the server's address record. */
final class TxtPorts implements PortResolver {
  private static final Logger log = LoggerFactory.getLogger(TxtPorts.class);

  private final PortLookup dns = PortLookup.ofSystem();

  @Override
  public Optional<ServerPorts> lookup(ServerIdentity server) {
    try {
      return switch (dns.lookup(Name.fromString(server.ownerName()))) {
        case PortAnswer.Ports(int cryptoPort, int keyPort) ->
            Optional.of(new ServerPorts(cryptoPort, keyPort));
        case PortAnswer.Failure(PortAnswer.Reason _, String text) -> {
          log.info("no ports of {}: {}", server, text);
          yield Optional.empty();
        }
      };
    } catch (TextParseException e) {
      return Optional.empty();
    }
  }
}

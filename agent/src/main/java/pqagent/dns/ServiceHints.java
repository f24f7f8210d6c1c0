package pqagent.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.SVCBRecord;

/**
 * The address hints of SVCB and HTTPS records (RFC 9460 section 7.3), by which an application would
 * reach a server past its tunnel.
 */
final class ServiceHints {
  private static final Set<Integer> HINTS = Set.of(SVCBBase.IPV4HINT, SVCBBase.IPV6HINT);

  private ServiceHints() {}

  static boolean isIn(SVCBBase service) {
    return service.getSvcParamKeys().stream().anyMatch(HINTS::contains);
  }

  /** The record without hints; empty when it says that nobody may use it without them. */
  static Optional<SVCBBase> without(SVCBBase service) {
    List<SVCBBase.ParameterBase> kept = new ArrayList<>();
    for (int key : service.getSvcParamKeys()) {
      SVCBBase.ParameterBase value = service.getSvcParamValue(key);
      if (value instanceof SVCBBase.ParameterMandatory mandatory
          && mandatory.getValues().stream().anyMatch(HINTS::contains)) {
        return Optional.empty();
      }
      if (!HINTS.contains(key)) {
        kept.add(value);
      }
    }
    return Optional.of(
        service instanceof HTTPSRecord
            ? new HTTPSRecord(
                service.getName(),
                service.getDClass(),
                service.getTTL(),
                service.getSvcPriority(),
                service.getTargetName(),
                kept)
            : new SVCBRecord(
                service.getName(),
                service.getDClass(),
                service.getTTL(),
                service.getSvcPriority(),
                service.getTargetName(),
                kept));
  }
}

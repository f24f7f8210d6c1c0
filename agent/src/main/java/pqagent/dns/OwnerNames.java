package pqagent.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import pqagent.crypto.name.Pq1Name;

/** What the labels of one message's names say, each name read once. */
final class OwnerNames {
  private static final Pattern LATER_VERSION =
      Pattern.compile("pq[2-9][0-9b-df-hj-np-z]{52,}", Pattern.CASE_INSENSITIVE);

  private final Map<Name, Optional<Pq1Name>> read = new HashMap<>();

  Optional<Pq1Name> pq1(Name name) {
    return read.computeIfAbsent(name, n -> Pq1Name.ofDomain(labels(n)));
  }

  boolean isPq1(Name name) {
    return pq1(name).isPresent();
  }

  /** Whether a label looks like one of a version to come. */
  static boolean isLaterVersion(Name name) {
    return labels(name).stream().anyMatch(label -> LATER_VERSION.matcher(label).matches());
  }

  private static List<String> labels(Name name) {
    List<String> labels = new ArrayList<>(name.labels());
    for (int i = 0; i < name.labels(); i++) {
      labels.add(name.getLabelString(i));
    }
    return labels;
  }
}

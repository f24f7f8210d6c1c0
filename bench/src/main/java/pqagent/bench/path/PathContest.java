package pqagent.bench.path;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pqagent.bench.network.LinkCount;
import pqagent.bench.tunnel.Peer;
import pqagent.bench.tunnel.PlainLink;

/**
 * The tests, taken by turns: in each round first ours, then each peer. All tunnels stand meanwhile,
 * each on hosts of its own; who has no turn does nothing.
 */
public final class PathContest implements AutoCloseable {
  private final Effort effort;
  private final String congestionControl;
  private final Consumer<List<Standing>> report;
  private final Consumer<String> say;
  private final List<Lab> labs = new ArrayList<>();

  /**
   * @param congestionControl TCP's, of everybody's streams
   * @param report gets the standings of a test when its rounds are over
   * @param say gets lines for people
   */
  public PathContest(
      Effort effort,
      String congestionControl,
      Consumer<List<Standing>> report,
      Consumer<String> say) {
    this.effort = effort;
    this.congestionControl = congestionControl;
    this.report = report;
    this.say = say;
  }

  /** The names of all tests, in the order in which they are taken. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(List.of(PathTests.READY.name()));
    for (LinkMode mode : LinkMode.values()) {
      PathTests.ON_LINK.forEach(test -> names.add(mode.nameOf(test)));
    }
    names.add(PathTests.MEMORY.name());
    return names;
  }

  /**
   * Holds the tests with these names.
   *
   * @param peers ours first
   */
  public void hold(List<Peer> peers, Predicate<String> names) {
    for (Peer peer : peers) {
      labs.add(Lab.make(peer, labs.size(), congestionControl));
    }
    if (names.test(PathTests.READY.name())) {
      hold(PathTests.READY.name(), PathTests.READY, effort.rounds());
    }
    labs.forEach(Lab::warmUp);
    for (LinkMode mode : LinkMode.values()) {
      List<PathTest> tests =
          PathTests.ON_LINK.stream().filter(test -> names.test(mode.nameOf(test))).toList();
      if (!tests.isEmpty()) {
        labs.forEach(lab -> lab.setOffloads(mode.offloads()));
        tests.forEach(test -> hold(mode.nameOf(test), test, effort.rounds()));
        sayFrames(mode);
      }
    }
    if (names.test(PathTests.MEMORY.name())) {
      hold(PathTests.MEMORY.name(), PathTests.MEMORY, 1);
    }
  }

  private void hold(String name, PathTest test, int rounds) {
    Map<Peer, List<Turn>> turns = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Lab lab : labs) {
        if (test.onPlainLink() || !(lab.peer() instanceof PlainLink)) {
          turns
              .computeIfAbsent(lab.peer(), key -> new ArrayList<>())
              .add(test.method().take(lab, effort));
        }
      }
    }
    report.accept(Standing.of(name, turns));
  }

  private void sayFrames(LinkMode mode) {
    String frames =
        labs.stream()
            .filter(lab -> lab.mostFrameBytes() > 0)
            .map(
                lab -> String.format(Locale.ROOT, "%s %.0f", lab.peer().by(), lab.mostFrameBytes()))
            .collect(Collectors.joining(", "));
    if (!frames.isEmpty()) {
      say.accept(
          "bytes a packet on the link, mean of the TCP run with most: %s (%s)"
              .formatted(
                  frames,
                  mode.offloads()
                      ? "super-packets: offloads are on"
                      : "real frames: at most " + LinkCount.MAX_FRAME_BYTES));
    }
  }

  @Override
  public void close() {
    labs.forEach(Lab::close);
  }

  /** What the link does with super-packets. */
  private enum LinkMode {
    OFFLOAD(true),
    FRAMES(false);

    private final boolean offloads;

    LinkMode(boolean offloads) {
      this.offloads = offloads;
    }

    boolean offloads() {
      return offloads;
    }

    String nameOf(PathTest test) {
      return test.name() + "." + name().toLowerCase(Locale.ROOT);
    }
  }
}

package pqagent.datapath;

import java.util.List;
import pqagent.linux.Poller;

/**
 * A thread of pumps, which it closes at its end. Pumps that share a thread find each other's
 * packets without anyone being woken for it: the acknowledgements that a delivered batch brings
 * forth go out next, together. A pump whose outlet is full has no turn, so that the others need not
 * wait for room with it; what it would have taken waits where it is.
 */
public final class PumpLoop implements Runnable {
  private static final int WAIT_MILLIS = 200;

  private final List<Pump> pumps;
  private volatile boolean stopping;

  public PumpLoop(List<Pump> pumps) {
    this.pumps = List.copyOf(pumps);
  }

  @Override
  public void run() {
    try {
      if (pumps.size() == 1) {
        turnOne(pumps.getFirst());
      } else {
        turnAll();
      }
    } finally {
      pumps.forEach(Pump::close);
    }
  }

  private void turnOne(Pump pump) {
    while (!stopping) {
      pump.turn();
    }
  }

  private void turnAll() {
    List<Pump> unhindered = pumps.stream().filter(pump -> pump.outlet().isEmpty()).toList();
    int[] outlets =
        pumps.stream().flatMapToInt(pump -> pump.outlet().stream()).distinct().toArray();
    try (Poller room = new Poller(new int[0], outlets);
        Poller packets = new Poller(descriptors(pumps), new int[0]);
        Poller packetsOrRoom = new Poller(descriptors(unhindered), outlets)) {
      while (!stopping) {
        if (room.await(0)) {
          turnReady(pumps, packets);
        } else {
          turnReady(unhindered, packetsOrRoom);
        }
      }
    }
  }

  private static int[] descriptors(List<Pump> pumps) {
    return pumps.stream().mapToInt(Pump::descriptor).toArray();
  }

  private static void turnReady(List<Pump> pumps, Poller poller) {
    if (poller.await(WAIT_MILLIS)) {
      for (int i = 0; i < pumps.size(); i++) {
        if (poller.isReady(i)) {
          pumps.get(i).turn();
        }
      }
    }
  }

  /** Asks the thread to end after its current batch. */
  public void stop() {
    stopping = true;
  }
}

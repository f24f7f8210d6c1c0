package pqagent.datapath;

import java.util.List;
import pqagent.linux.Poller;

/**
 * A thread of pumps, which it closes at its end. Pumps that share a thread find each other's
 * packets without anyone being woken for it: the acknowledgements that a delivered batch brings
 * forth go out next, together.
 */
public final class PumpLoop implements Runnable {
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
    try (Poller poller = new Poller(pumps.stream().mapToInt(Pump::descriptor).toArray())) {
      while (!stopping) {
        if (poller.await()) {
          turnReady(poller);
        }
      }
    }
  }

  private void turnReady(Poller poller) {
    for (int i = 0; i < pumps.size(); i++) {
      if (poller.isReady(i)) {
        pumps.get(i).turn();
      }
    }
  }

  /** Asks the thread to end after its current batch. */
  public void stop() {
    stopping = true;
  }
}

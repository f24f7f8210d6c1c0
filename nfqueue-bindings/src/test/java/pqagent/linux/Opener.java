package pqagent.linux;

import pqagent.nfqueue.PacketQueue;

/** A program that opens a device or a queue and says what came of it. */
final class Opener {
  private Opener() {}

  /** {@code tun NAME} or {@code queue NUMBER}. */
  public static void main(String[] arguments) {
    try (AutoCloseable opened =
        switch (arguments[0]) {
          case "tun" -> TunDevice.open(arguments[1]);
          case "queue" ->
              PacketQueue.open(
                  Integer.parseInt(arguments[1]), new PacketQueue.Options(true, true, 10));
          default -> throw new IllegalArgumentException(arguments[0]);
        }) {
      System.out.println("opened");
    } catch (LinuxException e) {
      System.out.println(e.errno() + " " + e.getMessage());
      System.exit(1);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

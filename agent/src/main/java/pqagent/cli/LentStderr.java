package pqagent.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import pqagent.linux.StandardError;

/**
 * Standard error while it is taken back from where the launcher put it, for which the JVM has to
 * load the bindings of the C library: that takes a while, in which the command line can be read.
 * Only who has something to say waits.
 */
final class LentStderr extends FilterOutputStream {
  private final CountDownLatch back;

  private LentStderr(OutputStream stderr, CountDownLatch back) {
    super(stderr);
    this.back = back;
  }

  /** Begins to make an open descriptor the standard error, and to load what logging needs. */
  static void takeBack(int descriptor) {
    PrintStream stderr = System.err;
    CountDownLatch back = new CountDownLatch(1);
    System.setErr(new PrintStream(new LentStderr(stderr, back), true));
    Thread.ofPlatform()
        .daemon()
        .name("stderr")
        .start(
            () -> {
              try {
                StandardError.takeBack(descriptor);
              } finally {
                System.setErr(stderr);
                back.countDown();
              }
              Logging.load();
            });
  }

  @Override
  public void write(int value) throws IOException {
    await();
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    await();
    out.write(bytes, offset, count);
  }

  private void await() throws IOException {
    try {
      back.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

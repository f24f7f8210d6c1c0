package pqagent.crypto.primitive;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** Has all tests run on vectors where there are any, found by JUnit as a service. */
public final class WarmUp implements LauncherSessionListener {
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    VectorKernels.warmUp();
  }
}

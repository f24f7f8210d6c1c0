package pqagent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LinuxExceptionTest {
  @Test
  void shouldNameActionErrorAndText_whenErrnoIsKnown() {
    LinuxException exception = new LinuxException("bind queue 100", Errno.EBUSY);
    assertThat(exception).hasMessage("bind queue 100: EBUSY: Device or resource busy");
    assertThat(exception.errno()).isEqualTo(16);
  }

  @Test
  void shouldGiveNumberAndText_whenErrnoHasNoNameHere() {
    assertThat(Errno.describe(36)).isEqualTo("errno 36: File name too long");
  }
}

package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xbill.DNS.Message;
import pqagent.metrics.DnsOutcome;

/** A rewriter and what is to be said of every packet that it sees. */
final class RewriterRun {
  private final ReplyRewriter rewriter;

  RewriterRun(PrivateAddresses addresses) {
    this.rewriter = new ReplyRewriter(addresses);
  }

  Message rewritten(Replies replies) throws IOException {
    byte[] packet = rewritten(Datagrams.packet(false, replies.bytes()));
    assertThat(Datagrams.isRight(packet)).isTrue();
    return new Message(Datagrams.dns(packet));
  }

  byte[] rewritten(byte[] packet) {
    ByteBuffer buffer = direct(packet);
    assertThat(rewriter.rewrite(buffer, 7, packet.length)).isEqualTo(DnsOutcome.REWRITTEN);
    assertThat(buffer).isEqualTo(direct(packet));
    byte[] result = new byte[rewriter.packetBytes()];
    rewriter.packet().get(0, result);
    return result;
  }

  void assertPasses(DnsOutcome outcome, boolean ipv6, Replies replies) {
    assertPasses(outcome, Datagrams.packet(ipv6, replies.bytes()));
  }

  void assertPasses(DnsOutcome outcome, byte[] packet) {
    ByteBuffer buffer = direct(packet);
    assertThat(rewriter.rewrite(buffer, 7, packet.length)).isEqualTo(outcome);
    assertThat(rewriter.packetBytes()).isZero();
    assertThat(buffer).isEqualTo(direct(packet));
  }

  private static ByteBuffer direct(byte[] packet) {
    return ByteBuffer.allocateDirect(packet.length + 14).put(7, packet);
  }
}

package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import pqagent.metrics.DnsOutcome;

class ReplyRewriterPropertyTest {
  private final ReplyRewriter rewriter = new ReplyRewriter(new FixedAddresses(1 << 15));

  @Property
  void shouldNotThrow_whenBytesAreRandom(@ForAll @Size(max = 200) byte[] dns, @ForAll boolean six) {
    assertThat(judged(Datagrams.packet(six, dns))).isNotEqualTo(DnsOutcome.REWRITTEN);
    judged(dns);
  }

  @Property(tries = 5000)
  void shouldNeitherThrowNorLie_whenReplyIsDamaged(
      @ForAll @Size(min = 1, max = 6) byte[] damage, @ForAll @IntRange(max = 9999) int where)
      throws IOException {
    byte[] dns = reply();
    for (int i = 0; i < damage.length; i++) {
      dns[(where + i * i * 7) % dns.length] ^= damage[i];
    }
    assertConsistent(Datagrams.packet(false, dns));
  }

  @Property
  void shouldNotThrow_whenPacketIsDamagedOrCut(
      @ForAll byte damage, @ForAll @IntRange(max = 9999) int where, @ForAll boolean six) {
    byte[] packet = Datagrams.packet(six, reply());
    packet[where % packet.length] ^= damage;
    ByteBuffer buffer = ByteBuffer.allocateDirect(packet.length).put(0, packet);
    rewriter.rewrite(buffer, 0, where % (packet.length + 1));
    rewriter.rewrite(buffer, 0, packet.length);
    assertThat(buffer).isEqualTo(ByteBuffer.wrap(packet));
  }

  @Property
  void shouldAnnounceServer_whateverTheCase(@ForAll long seed, @ForAll boolean six) {
    String label = Labels.randomCase(Labels.WITH_PORTS, seed);
    byte[] packet = Datagrams.packet(six, Replies.server(label).bytes());
    assertThat(judged(packet)).isEqualTo(DnsOutcome.REWRITTEN);
  }

  @Property
  void shouldNeverChangePacket_withoutLabel(
      @ForAll @Size(max = 4) byte[] damage, @ForAll @IntRange(max = 9999) int where) {
    byte[] dns =
        Replies.to("www.example.com", Type.A)
            .answer("www.example.com", Type.CNAME, 300, "pq0" + Labels.HASH + ".example.com.")
            .answer("pq0" + Labels.HASH + ".example.com", Type.A, 300, "192.0.2.1")
            .bytes();
    for (int i = 0; i < damage.length; i++) {
      dns[(where + i) % dns.length] ^= damage[i];
    }
    boolean hint = new String(dns, StandardCharsets.ISO_8859_1).contains("pq1");
    if (!hint) {
      assertThat(judged(Datagrams.packet(false, dns))).isNotEqualTo(DnsOutcome.REWRITTEN);
    }
  }

  private static byte[] reply() {
    return Replies.server(Labels.WITH_PORTS)
        .answer("mail.example.com", Type.MX, 300, "10 mx.example.com.")
        .authority("example.com", Type.SOA, 300, "ns.example.com. root.example.com. 1 2 3 4 5")
        .additional("ns.example.com", Type.AAAA, 300, "2001:db8::53")
        .bytes();
  }

  /**
   * What is rewritten is a right packet with as many questions, and no address but private ones.
   */
  private void assertConsistent(byte[] packet) throws IOException {
    if (judged(packet) == DnsOutcome.REWRITTEN) {
      byte[] result = new byte[rewriter.packetBytes()];
      rewriter.packet().get(0, result);
      assertThat(Datagrams.isRight(result)).isTrue();
      Message before = new Message(Datagrams.dns(packet));
      Message after = new Message(Datagrams.dns(result));
      assertThat(after.getHeader().getID()).isEqualTo(before.getHeader().getID());
      assertThat(after.getSection(Section.QUESTION)).isEqualTo(before.getSection(Section.QUESTION));
      assertThat(after.getSection(Section.AUTHORITY))
          .isEqualTo(before.getSection(Section.AUTHORITY));
    }
  }

  private DnsOutcome judged(byte[] packet) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(packet.length).put(0, packet);
    DnsOutcome outcome = rewriter.rewrite(buffer, 0, packet.length);
    assertThat(buffer).isEqualTo(ByteBuffer.wrap(packet));
    assertThat(rewriter.packetBytes() > 0).isEqualTo(outcome == DnsOutcome.REWRITTEN);
    return outcome;
  }
}

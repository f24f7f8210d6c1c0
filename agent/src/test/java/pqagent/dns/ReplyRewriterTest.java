package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.dns.Labels.LATER_VERSION;
import static pqagent.dns.Labels.OTHER;
import static pqagent.dns.Labels.WITHOUT_PORTS;
import static pqagent.dns.Labels.WITH_PORTS;
import static pqagent.dns.Replies.name;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import pqagent.metrics.DnsOutcome;

class ReplyRewriterTest {
  private static final String PRIVATE = "10.43.0.2";
  private static final String OWNER = WITHOUT_PORTS + ".example.com";

  private final FixedAddresses addresses = new FixedAddresses(2);
  private final ReplyRewriter rewriter = new ReplyRewriter(addresses);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReplaceAddressAndTimeToLive_whenOwnerHasLabel(boolean ipv6) throws IOException {
    byte[] packet = rewritten(Datagrams.packet(ipv6, Replies.server(WITH_PORTS).bytes()));
    assertThat(Datagrams.isRight(packet)).isTrue();
    Message reply = new Message(Datagrams.dns(packet));
    List<Record> answer = reply.getSection(Section.ANSWER);
    assertThat(answer).hasSize(2);
    assertThat(answer.get(0).getTTL()).isZero();
    assertThat(answer.get(1).getTTL()).isZero();
    assertThat(address(answer.get(1))).isEqualTo(PRIVATE);
    assertThat(addresses.reserved)
        .containsOnlyKeys(
            new FixedAddresses.Server(name(WITH_PORTS + ".example.com"), 0xc000_0201));
  }

  @Test
  void shouldKeepIdFlagsQuestionAndOptions_asTheyCame() throws IOException {
    String question = "wWw.eXaMple.COM";
    String owner = Labels.randomCase(OWNER, 4);
    byte[] dns =
        Replies.to(question, Type.A)
            .flag(Flags.AD)
            .flag(Flags.CD)
            .answer(question, Type.CNAME, 60, owner + ".")
            .answer(owner, Type.A, 60, "192.0.2.1")
            .authority("example.com", Type.NS, 3600, "ns.example.com.")
            .additional("ns.example.com", Type.A, 3600, "192.0.2.53")
            .additional(new OPTRecord(1232, 0, 0, Flags.DO))
            .bytes();
    byte[] result = Datagrams.dns(rewritten(Datagrams.packet(false, dns)));
    int questionEnd = 12 + 17 + 4;
    assertThat(Arrays.copyOfRange(result, 12, questionEnd))
        .isEqualTo(Arrays.copyOfRange(dns, 12, questionEnd));
    assertThat(Arrays.copyOf(result, 2)).isEqualTo(Arrays.copyOf(dns, 2));
    Message reply = new Message(result);
    assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
    for (int flag : new int[] {Flags.QR, Flags.RD, Flags.RA, Flags.CD}) {
      assertThat(reply.getHeader().getFlag(flag)).isTrue();
    }
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
    assertThat(reply.getSection(Section.ADDITIONAL)).hasSize(2);
    assertThat(reply.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(reply.getOPT().getFlags()).isEqualTo(Flags.DO);
    assertThat(address(reply.getSection(Section.ANSWER).get(1))).isEqualTo(PRIVATE);
  }

  @Test
  void shouldGiveNextPacketTheSameAddress_andAnotherServerAnother() throws IOException {
    byte[] packet = Datagrams.packet(false, Replies.server(WITHOUT_PORTS).bytes());
    byte[] first = rewritten(packet);
    byte[] other = rewritten(Datagrams.packet(false, Replies.server(OTHER).bytes()));
    assertThat(rewritten(packet)).isEqualTo(first).isNotEqualTo(other);
    assertThat(address(new Message(Datagrams.dns(other)).getSection(Section.ANSWER).get(1)))
        .isEqualTo("10.43.0.3");
  }

  @Test
  void shouldCollapseAddresses_ofOneOwner() throws IOException {
    Message reply =
        rewritten(
            Replies.server(WITHOUT_PORTS)
                .answer(OWNER, Type.A, 300, "192.0.2.2")
                .answer(OWNER, Type.A, 300, "192.0.2.3"));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(2);
    assertThat(addresses.reserved).hasSize(1);
  }

  @Test
  void shouldZeroTimeToLive_ofEveryAliasOnTheWay() throws IOException {
    Message reply =
        rewritten(
            Replies.to("a.example", Type.A)
                .answer("a.example", Type.CNAME, 100, "b.example.")
                .answer("b.example", Type.CNAME, 100, OWNER + ".")
                .answer("x.example", Type.CNAME, 100, "y.example.")
                .answer(OWNER, Type.A, 100, "192.0.2.1"));
    assertThat(reply.getSection(Section.ANSWER).stream().map(Record::getTTL))
        .containsExactly(0L, 0L, 100L, 0L);
  }

  @Test
  void shouldTakeAwayIpv6_whenOwnerHasLabel() throws IOException {
    Message reply =
        rewritten(
            Replies.to("www.example.com", Type.AAAA)
                .answer("www.example.com", Type.CNAME, 300, OWNER + ".")
                .answer(OWNER, Type.AAAA, 300, "2001:db8::1"));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertThat(addresses.reserved).isEmpty();
  }

  @Test
  void shouldTakeAwayHintsAndAdditionalAddresses() throws IOException {
    Message reply =
        rewritten(
            Replies.to("www.example.com", Type.HTTPS)
                .answer("www.example.com", Type.CNAME, 300, OWNER + ".")
                .answer(
                    OWNER,
                    Type.HTTPS,
                    300,
                    "1 . alpn=h2 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1 port=8443")
                .answer("www.example.com", Type.SVCB, 300, "1 " + OWNER + ". ipv4hint=192.0.2.1")
                .answer(OWNER, Type.HTTPS, 300, "2 . mandatory=ipv4hint ipv4hint=192.0.2.1")
                .additional(OWNER, Type.A, 300, "192.0.2.1")
                .additional(OWNER, Type.AAAA, 300, "2001:db8::1")
                .additional("ns.example.com", Type.A, 300, "192.0.2.53"));
    assertThat(reply.getSection(Section.ANSWER).stream().map(Record::rdataToString))
        .containsExactly(OWNER + ".", "1 . alpn=h2 port=8443", "1 " + OWNER + ".");
    assertThat(reply.getSection(Section.ADDITIONAL)).hasSize(1);
  }

  @Test
  void shouldTakeAwaySignatures_overWhatChangedOnly() throws IOException {
    String signature = " 8 2 300 20300101000000 20200101000000 12345 example.com. AAAA";
    Message reply =
        rewritten(
            Replies.server(WITHOUT_PORTS)
                .answer("www.example.com", Type.RRSIG, 300, "CNAME" + signature)
                .answer(OWNER, Type.RRSIG, 300, "A" + signature));
    assertThat(reply.getSection(Section.ANSWER).stream().map(Record::getType))
        .containsExactly(Type.CNAME, Type.A, Type.RRSIG);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldPassUnchanged_whatIsNotOurs(boolean ipv6) {
    assertPasses(DnsOutcome.PLAIN, ipv6, Replies.plainAddress());
    // The label is in the question and in the target of an alias, but owns no address.
    assertPasses(
        DnsOutcome.PLAIN,
        ipv6,
        Replies.to(OWNER, Type.TXT).answer(OWNER, Type.TXT, 300, "p=42424"));
    assertPasses(
        DnsOutcome.PLAIN,
        ipv6,
        Replies.to("www.example.com", Type.CNAME)
            .answer("www.example.com", Type.CNAME, 300, OWNER + "."));
    assertPasses(DnsOutcome.UNSUPPORTED, ipv6, Replies.server(LATER_VERSION));
    assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1" + "a".repeat(52)));
    assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server(WITHOUT_PORTS + "0"));
    assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1" + "z".repeat(52)));
    assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1-internal"));
    assertThat(addresses.reserved).isEmpty();
  }

  @Test
  void shouldPassUnchanged_whatIsNoSuccessfulReply() {
    assertPasses(DnsOutcome.UNSUPPORTED, false, Replies.server(WITHOUT_PORTS).flag(Flags.TC));
    Replies failed = Replies.server(WITHOUT_PORTS);
    failed.message().getHeader().setRcode(Rcode.SERVFAIL);
    assertPasses(DnsOutcome.PLAIN, false, failed);
    Replies query = Replies.server(WITHOUT_PORTS);
    query.message().getHeader().unsetFlag(Flags.QR);
    assertPasses(DnsOutcome.PLAIN, false, query);
    Replies update = Replies.server(WITHOUT_PORTS);
    update.message().getHeader().setOpcode(Opcode.UPDATE);
    assertPasses(DnsOutcome.PLAIN, false, update);
  }

  @Test
  void shouldPassUnchanged_whenAddressIsPrivateAlready() throws IOException {
    byte[] once = rewritten(Datagrams.packet(false, Replies.server(WITHOUT_PORTS).bytes()));
    assertPasses(DnsOutcome.ALREADY_PRIVATE, once);
    assertThat(addresses.reserved).hasSize(1);
  }

  @Test
  void shouldPassUnchanged_whenNoAddressIsLeft() {
    ReplyRewriter poor = new ReplyRewriter(new FixedAddresses(0));
    byte[] packet = Datagrams.packet(false, Replies.server(WITHOUT_PORTS).bytes());
    assertThat(poor.rewrite(direct(packet), 7, packet.length)).isEqualTo(DnsOutcome.UNSUPPORTED);
    assertThat(poor.packetBytes()).isZero();
  }

  @Test
  void shouldPassUnchanged_whatTriesToUseUpAddresses() {
    Replies many = Replies.to("www.example.com", Type.A);
    for (int i = 0; i < 9; i++) {
      many.answer(WITHOUT_PORTS + ".x" + i + ".example", Type.A, 300, "192.0.2.1");
    }
    FixedAddresses plenty = new FixedAddresses(100);
    byte[] packet = Datagrams.packet(false, many.bytes());
    assertThat(new ReplyRewriter(plenty).rewrite(direct(packet), 7, packet.length))
        .isEqualTo(DnsOutcome.UNSUPPORTED);
    assertThat(plenty.reserved).hasSize(8);
  }

  @Test
  void shouldPassUnchanged_whenAddressIsNoHosts() {
    Replies blocked = Replies.to(OWNER, Type.A).answer(OWNER, Type.A, 300, "0.0.0.0");
    assertPasses(DnsOutcome.PLAIN, false, blocked);
  }

  @Test
  void shouldPassUnchanged_whenMessageIsSigned() throws IOException {
    Message message = Replies.server(WITHOUT_PORTS).message();
    TSIG key = new TSIG(TSIG.HMAC_SHA256, name("key"), new byte[16]);
    message.addRecord(
        key.generate(message, message.toWire(), Rcode.NOERROR, null), Section.ADDITIONAL);
    assertPasses(DnsOutcome.UNSUPPORTED, Datagrams.packet(false, message.toWire()));
  }

  @Test
  void shouldPassUnchanged_whatIsNoDnsPacket() {
    byte[] dns = Replies.server(WITHOUT_PORTS).bytes();
    byte[] whole = Datagrams.packet(false, dns);
    assertPasses(DnsOutcome.MALFORMED, new byte[0]);
    assertPasses(DnsOutcome.MALFORMED, Arrays.copyOf(whole, whole.length - 1));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.packet(false, Arrays.copyOf(dns, 11)));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.packet(true, Arrays.copyOf(dns, dns.length - 1)));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv4(new byte[0], 6, 53, dns));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv4(new byte[0], 17, 54, dns));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv6(0, 53, dns));
    byte[] loop = dns.clone();
    // A name that points at itself, in place of the second answer's owner: the last 0xc0 but one,
    // which is the address's first byte.
    String text = new String(dns, StandardCharsets.ISO_8859_1);
    int secondOwner = text.lastIndexOf('\u00c0', dns.length - 5);
    ByteBuffer.wrap(loop).putShort(secondOwner, (short) (0xc000 | secondOwner));
    assertPasses(DnsOutcome.MALFORMED, Datagrams.packet(false, loop));
  }

  @Test
  void shouldKeepIpOptions() {
    byte[] dns = Replies.server(WITHOUT_PORTS).bytes();
    byte[] packet = rewritten(Datagrams.ipv4(new byte[] {1, 1, 1, 0}, 17, 53, dns));
    assertThat(packet[0]).isEqualTo((byte) 0x46);
    assertThat(Datagrams.isRight(packet)).isTrue();
  }

  private static String address(Record record) {
    assertThat(record.getDClass()).isEqualTo(DClass.IN);
    InetAddress address = ((ARecord) record).getAddress();
    return address.getHostAddress();
  }

  private Message rewritten(Replies replies) throws IOException {
    byte[] packet = rewritten(Datagrams.packet(false, replies.bytes()));
    assertThat(Datagrams.isRight(packet)).isTrue();
    return new Message(Datagrams.dns(packet));
  }

  private byte[] rewritten(byte[] packet) {
    ByteBuffer buffer = direct(packet);
    assertThat(rewriter.rewrite(buffer, 7, packet.length)).isEqualTo(DnsOutcome.REWRITTEN);
    assertThat(buffer).isEqualTo(direct(packet));
    byte[] result = new byte[rewriter.packetBytes()];
    rewriter.packet().get(0, result);
    return result;
  }

  private void assertPasses(DnsOutcome outcome, boolean ipv6, Replies replies) {
    assertPasses(outcome, Datagrams.packet(ipv6, replies.bytes()));
  }

  private void assertPasses(DnsOutcome outcome, byte[] packet) {
    ByteBuffer buffer = direct(packet);
    assertThat(rewriter.rewrite(buffer, 7, packet.length)).isEqualTo(outcome);
    assertThat(rewriter.packetBytes()).isZero();
    assertThat(buffer).isEqualTo(direct(packet));
  }

  private static ByteBuffer direct(byte[] packet) {
    return ByteBuffer.allocateDirect(packet.length + 14).put(7, packet);
  }
}

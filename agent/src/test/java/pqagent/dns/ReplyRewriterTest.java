package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.dns.Labels.OTHER;
import static pqagent.dns.Labels.WITHOUT_PORTS;
import static pqagent.dns.Labels.WITH_PORTS;
import static pqagent.dns.Replies.name;

import java.io.IOException;
import java.net.InetAddress;
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
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ReplyRewriterTest {
  private static final String PRIVATE = "10.43.0.2";
  private static final String OWNER = WITHOUT_PORTS + ".example.com";

  private final FixedAddresses addresses = new FixedAddresses(2);
  private final RewriterRun run = new RewriterRun(addresses);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReplaceAddressAndTimeToLive_whenOwnerHasLabel(boolean ipv6) throws IOException {
    byte[] packet = run.rewritten(Datagrams.packet(ipv6, Replies.server(WITH_PORTS).bytes()));
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
    byte[] result = Datagrams.dns(run.rewritten(Datagrams.packet(false, dns)));
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
    byte[] first = run.rewritten(packet);
    byte[] other = run.rewritten(Datagrams.packet(false, Replies.server(OTHER).bytes()));
    assertThat(run.rewritten(packet)).isEqualTo(first).isNotEqualTo(other);
    assertThat(address(new Message(Datagrams.dns(other)).getSection(Section.ANSWER).get(1)))
        .isEqualTo("10.43.0.3");
  }

  @Test
  void shouldCollapseAddresses_ofOneOwner() throws IOException {
    Message reply =
        run.rewritten(
            Replies.server(WITHOUT_PORTS)
                .answer(OWNER, Type.A, 300, "192.0.2.2")
                .answer(OWNER, Type.A, 300, "192.0.2.3"));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(2);
    assertThat(addresses.reserved).hasSize(1);
  }

  @Test
  void shouldZeroTimeToLive_ofEveryAliasOnTheWay() throws IOException {
    Message reply =
        run.rewritten(
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
        run.rewritten(
            Replies.to("www.example.com", Type.AAAA)
                .answer("www.example.com", Type.CNAME, 300, OWNER + ".")
                .answer(OWNER, Type.AAAA, 300, "2001:db8::1"));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertThat(addresses.reserved).isEmpty();
  }

  @Test
  void shouldTakeAwayHintsAndAdditionalAddresses() throws IOException {
    Message reply =
        run.rewritten(
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
        run.rewritten(
            Replies.server(WITHOUT_PORTS)
                .answer("www.example.com", Type.RRSIG, 300, "CNAME" + signature)
                .answer(OWNER, Type.RRSIG, 300, "A" + signature));
    assertThat(reply.getSection(Section.ANSWER).stream().map(Record::getType))
        .containsExactly(Type.CNAME, Type.A, Type.RRSIG);
  }

  @Test
  void shouldKeepIpOptions() {
    byte[] dns = Replies.server(WITHOUT_PORTS).bytes();
    byte[] packet = run.rewritten(Datagrams.ipv4(new byte[] {1, 1, 1, 0}, 17, 53, dns));
    assertThat(packet[0]).isEqualTo((byte) 0x46);
    assertThat(Datagrams.isRight(packet)).isTrue();
  }

  private static String address(Record record) {
    assertThat(record.getDClass()).isEqualTo(DClass.IN);
    InetAddress address = ((ARecord) record).getAddress();
    return address.getHostAddress();
  }
}

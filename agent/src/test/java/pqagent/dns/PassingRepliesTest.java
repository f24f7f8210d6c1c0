package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.dns.Labels.LATER_VERSION;
import static pqagent.dns.Labels.WITHOUT_PORTS;
import static pqagent.dns.Replies.name;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;
import pqagent.crypto.name.Pq1Name;
import pqagent.metrics.DnsOutcome;

/** Packets that the rewriter leaves alone, byte for byte. */
class PassingRepliesTest {
  private static final String OWNER = WITHOUT_PORTS + ".example.com";

  private final FixedAddresses addresses = new FixedAddresses(2);
  private final RewriterRun run = new RewriterRun(addresses);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldPassUnchanged_whatIsNotOurs(boolean ipv6) {
    run.assertPasses(DnsOutcome.PLAIN, ipv6, Replies.plainAddress());
    // The label is in the question and in the target of an alias, but owns no address.
    run.assertPasses(
        DnsOutcome.PLAIN,
        ipv6,
        Replies.to(OWNER, Type.TXT).answer(OWNER, Type.TXT, 300, "p=42424"));
    run.assertPasses(
        DnsOutcome.PLAIN,
        ipv6,
        Replies.to("www.example.com", Type.CNAME)
            .answer("www.example.com", Type.CNAME, 300, OWNER + "."));
    run.assertPasses(DnsOutcome.UNSUPPORTED, ipv6, Replies.server(LATER_VERSION));
    run.assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1" + "a".repeat(52)));
    run.assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server(WITHOUT_PORTS + "0"));
    run.assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1" + "z".repeat(52)));
    run.assertPasses(DnsOutcome.PLAIN, ipv6, Replies.server("pq1-internal"));
    assertThat(addresses.reserved).isEmpty();
  }

  @Test
  void shouldPassUnchanged_whatIsNoSuccessfulReply() {
    run.assertPasses(DnsOutcome.UNSUPPORTED, false, Replies.server(WITHOUT_PORTS).flag(Flags.TC));
    Replies failed = Replies.server(WITHOUT_PORTS);
    failed.message().getHeader().setRcode(Rcode.SERVFAIL);
    run.assertPasses(DnsOutcome.PLAIN, false, failed);
    Replies query = Replies.server(WITHOUT_PORTS);
    query.message().getHeader().unsetFlag(Flags.QR);
    run.assertPasses(DnsOutcome.PLAIN, false, query);
    Replies update = Replies.server(WITHOUT_PORTS);
    update.message().getHeader().setOpcode(Opcode.UPDATE);
    run.assertPasses(DnsOutcome.PLAIN, false, update);
  }

  @Test
  void shouldPassUnchanged_whenAddressIsPrivateAlready() throws IOException {
    byte[] once = run.rewritten(Datagrams.packet(false, Replies.server(WITHOUT_PORTS).bytes()));
    run.assertPasses(DnsOutcome.ALREADY_PRIVATE, once);
    assertThat(addresses.reserved).hasSize(1);
  }

  @Test
  void shouldPassUnchanged_whenNoAddressIsLeft() {
    RewriterRun poor = new RewriterRun(new FixedAddresses(0));
    poor.assertPasses(DnsOutcome.UNSUPPORTED, false, Replies.server(WITHOUT_PORTS));
  }

  @Test
  void shouldPassUnchanged_whatTriesToUseUpAddresses() {
    Replies many = Replies.to("www.example.com", Type.A);
    for (int i = 0; i < 9; i++) {
      many.answer(WITHOUT_PORTS + ".x" + i + ".example", Type.A, 300, "192.0.2.1");
    }
    FixedAddresses plenty = new FixedAddresses(100);
    new RewriterRun(plenty).assertPasses(DnsOutcome.UNSUPPORTED, false, many);
    assertThat(plenty.reserved).hasSize(8);
  }

  @Test
  void shouldPassUnchanged_whenAddressIsNoHosts() {
    Replies blocked = Replies.to(OWNER, Type.A).answer(OWNER, Type.A, 300, "0.0.0.0");
    run.assertPasses(DnsOutcome.PLAIN, false, blocked);
  }

  @Test
  void shouldPassUnchanged_whenMessageIsSigned() throws IOException {
    Message message = Replies.server(WITHOUT_PORTS).message();
    TSIG key = new TSIG(TSIG.HMAC_SHA256, name("key"), new byte[16]);
    message.addRecord(
        key.generate(message, message.toWire(), Rcode.NOERROR, null), Section.ADDITIONAL);
    run.assertPasses(DnsOutcome.UNSUPPORTED, Datagrams.packet(false, message.toWire()));
  }

  @Test
  void shouldPassUnchanged_whatIsNoDnsPacket() {
    byte[] dns = Replies.server(WITHOUT_PORTS).bytes();
    byte[] whole = Datagrams.packet(false, dns);
    run.assertPasses(DnsOutcome.MALFORMED, new byte[0]);
    run.assertPasses(DnsOutcome.MALFORMED, Arrays.copyOf(whole, whole.length - 1));
    run.assertPasses(DnsOutcome.MALFORMED, Datagrams.packet(false, Arrays.copyOf(dns, 11)));
    run.assertPasses(
        DnsOutcome.MALFORMED, Datagrams.packet(true, Arrays.copyOf(dns, dns.length - 1)));
    run.assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv4(new byte[0], 6, 53, dns));
    run.assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv4(new byte[0], 17, 54, dns));
    run.assertPasses(DnsOutcome.MALFORMED, Datagrams.ipv6(0, 53, dns));
    byte[] loop = dns.clone();
    // A name that points at itself, in place of the second answer's owner: the last 0xc0 but one,
    // which is the address's first byte.
    String text = new String(dns, StandardCharsets.ISO_8859_1);
    int secondOwner = text.lastIndexOf('\u00c0', dns.length - 5);
    ByteBuffer.wrap(loop).putShort(secondOwner, (short) (0xc000 | secondOwner));
    run.assertPasses(DnsOutcome.MALFORMED, Datagrams.packet(false, loop));
  }

  @Test
  void shouldPassUnchanged_whenAddressBookFails() {
    PrivateAddresses broken =
        new PrivateAddresses() {
          @Override
          public OptionalInt reserve(Pq1Name name, Name owner, int serverAddress) {
            throw new IllegalStateException("a defect, for this test");
          }

          @Override
          public boolean contains(int address) {
            return false;
          }
        };
    new RewriterRun(broken)
        .assertPasses(DnsOutcome.UNSUPPORTED, false, Replies.server(WITHOUT_PORTS));
  }
}

package pqagent.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.dns.Replies.name;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import pqagent.dns.PortAnswer.Failure;
import pqagent.dns.PortAnswer.Ports;
import pqagent.dns.PortAnswer.Reason;

class PortLookupTest {
  private static final String OWNER = Labels.WITHOUT_PORTS + ".example.com.";
  private static final String KEY_SERVER = "ks." + OWNER;

  private final FixedZone zone = new FixedZone();
  private final PortLookup lookup = PortLookup.by(zone);

  @Test
  void shouldFindBothPorts() {
    zone.texts.put(name(OWNER), List.of("p=42424"));
    zone.texts.put(name(KEY_SERVER), List.of("ip=192.0.2.1;p=42425"));
    assertThat(lookup.lookup(name(OWNER))).isEqualTo(new Ports(42424, 42425));
    assertThat(zone.asked).containsExactly(name(OWNER), name(KEY_SERVER));
  }

  @Test
  void shouldFindPorts_besideOtherTexts() {
    zone.texts.put(name(OWNER), List.of("v=spf1 -all", "p=0", "p=1"));
    zone.texts.put(name(KEY_SERVER), List.of("p=65535;ip=0.0.0.0"));
    assertThat(lookup.lookup(name(OWNER))).isEqualTo(new Ports(1, 65535));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"p=", "p=0", "p=65536", "p=99999999999", "p=-1", "p= 1", "p=01", "p=1;", "p=1x"})
  void shouldSayWrong_whenCryptoPortIsNone(String text) {
    zone.texts.put(name(OWNER), List.of(text));
    assertFails(Reason.WRONG, OWNER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p=42425",
        "ip=192.0.2.1",
        "ip=192.0.2.1;p=0",
        "ip=192.0.2.256;p=1",
        "ip=192.0.2;p=1",
        "ip=::1;p=1",
        "ip=192.0.2.1;p=1;",
        "ip=192.0.2.1;p=1;x=2",
        "ip=192.0.2.1;ip=192.0.2.1",
        "p=1;p=1",
        "ip=192.0.2.1 ;p=1"
      })
  void shouldSayWrong_whenKeyPortIsNone(String text) {
    zone.texts.put(name(OWNER), List.of("p=42424"));
    zone.texts.put(name(KEY_SERVER), List.of(text));
    assertFails(Reason.WRONG, KEY_SERVER);
  }

  @Test
  void shouldSayMissing_whenThereIsNoSuchRecord() {
    assertFails(Reason.MISSING, OWNER);
    zone.texts.put(name(OWNER), List.of("hello"));
    assertFails(Reason.MISSING, OWNER);
    zone.texts.put(name(OWNER), List.of("p=42424"));
    assertFails(Reason.MISSING, KEY_SERVER);
  }

  @Test
  void shouldSayNoAnswer_whenNobodyAnswers() {
    zone.silent = true;
    assertFails(Reason.NO_ANSWER, OWNER);
  }

  @Test
  void shouldSayNoAnswer_whenServerFails() {
    zone.rcode = Rcode.SERVFAIL;
    assertFails(Reason.NO_ANSWER, OWNER);
  }

  @Test
  void shouldShowTextOnOneLine_whateverItHolds() {
    zone.texts.put(name(OWNER), List.of("p=\n\u0007\u00ff" + "x".repeat(200)));
    Failure failure = (Failure) lookup.lookup(name(OWNER));
    assertThat(failure.text()).contains("\"p=???xxx").doesNotContain("\n");
    assertThat(failure.text().length()).isLessThan(250);
  }

  @Test
  void shouldNotThrow_whenNameIsTooLongForKeyServer() {
    Name longest = name(("a".repeat(63) + ".").repeat(3) + "b".repeat(61) + ".");
    zone.texts.put(longest, List.of("p=42424"));
    assertThat(((Failure) lookup.lookup(longest)).reason()).isEqualTo(Reason.WRONG);
  }

  private void assertFails(Reason reason, String at) {
    assertThat(lookup.lookup(name(OWNER)))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(reason);
              assertThat(failure.text()).contains(at);
            });
  }

  /** Answers from a table. */
  private static final class FixedZone extends SilentResolver {
    final Map<Name, List<String>> texts = new HashMap<>();
    final List<Name> asked = new ArrayList<>();
    boolean silent;
    int rcode = Rcode.NOERROR;

    @Override
    public CompletionStage<Message> sendAsync(Message query, Executor executor) {
      Record question = query.getQuestion();
      asked.add(question.getName());
      assertThat(question.getType()).isEqualTo(Type.TXT);
      if (silent) {
        return CompletableFuture.failedFuture(new IOException("timed out"));
      }
      Message reply = new Message(query.getHeader().getID());
      reply.getHeader().setFlag(Flags.QR);
      reply.addRecord(question, Section.QUESTION);
      List<String> found = texts.getOrDefault(question.getName(), List.of());
      reply.getHeader().setRcode(rcode);
      if (found.isEmpty() && rcode == Rcode.NOERROR) {
        reply.getHeader().setRcode(Rcode.NXDOMAIN);
      }
      for (String text : found) {
        byte[] bytes = ((char) text.length() + text).getBytes(StandardCharsets.ISO_8859_1);
        Record record = Record.newRecord(question.getName(), Type.TXT, DClass.IN, 60, bytes);
        reply.addRecord(record, Section.ANSWER);
      }
      return CompletableFuture.completedFuture(reply);
    }
  }
}

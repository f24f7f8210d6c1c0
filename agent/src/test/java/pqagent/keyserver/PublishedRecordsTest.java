package pqagent.keyserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pqagent.crypto.name.Pq1Name;
import pqagent.error.OperatorException;

class PublishedRecordsTest {
  private static final int ADDRESS = 0xc0000201;
  private static final byte[] HASH = hash();

  @Test
  void shouldNameHashAndPorts_inTheLongForm() {
    String label = new Pq1Name(HASH, OptionalInt.of(42424), OptionalInt.of(42425)).label();

    assertThat(records("www.example.org").withPortsInName())
        .containsExactly(
            "www.example.org. CNAME " + label + ".example.org.",
            label + ".example.org. A 192.0.2.1");
    assertThat(label).hasSize(63).startsWith("pq1");
  }

  @Test
  void shouldLeavePortsToTxt_inTheShortForm() {
    String label = new Pq1Name(HASH, OptionalInt.empty(), OptionalInt.empty()).label();

    assertThat(records("www.example.org").withPortsInTxt())
        .containsExactly(
            "www.example.org. CNAME " + label + ".example.org.",
            label + ".example.org. A 192.0.2.1",
            label + ".example.org. TXT \"p=42424\"",
            "ks." + label + ".example.org. TXT \"ip=192.0.2.1;p=42425\"");
    assertThat(label).hasSize(55);
  }

  @Test
  void shouldHaveOneAddressRecordAZone_forManyNames() {
    List<String> lines =
        records("WWW.example.org.", "mail.example.org", "a.b.example.net").withPortsInName();

    assertThat(lines).hasSize(5).filteredOn(l -> l.contains(" A ")).hasSize(2);
    assertThat(lines.getFirst()).startsWith("www.example.org. CNAME pq1");
    assertThat(lines.getLast()).endsWith(".b.example.net. A 192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "a..b",
        "-a.example.org",
        "a b.example.org",
        "ä.example.org",
        ".org"
      })
  void shouldNameTheMistake_whenAHostCannotBe(String host) {
    assertThatThrownBy(() -> records(host))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("--name " + host)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void shouldNameTheMistake_whenAPq1LabelWouldNotFit() {
    String zone = ("a".repeat(49) + ".").repeat(4) + "org";

    assertThatThrownBy(() -> records("www." + zone))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void shouldNameTheOption_whenAPortCannotBe() {
    for (int port : new int[] {0, -1, 65536}) {
      assertThatThrownBy(
              () -> new PublishedRecords(List.of("www.example.org"), ADDRESS, port, 1, HASH))
          .isInstanceOf(OperatorException.class)
          .hasMessageContaining("--port " + port);
      assertThatThrownBy(
              () -> new PublishedRecords(List.of("www.example.org"), ADDRESS, 1, port, HASH))
          .isInstanceOf(OperatorException.class)
          .hasMessageContaining("--key-port " + port);
    }
  }

  @Property(tries = 200)
  void shouldPublishOnlyNamesThatDecode(
      @ForAll @Size(32) byte[] keyHash,
      @ForAll @IntRange(min = 1, max = 65535) int cryptoPort,
      @ForAll @IntRange(min = 1, max = 65535) int keyPort) {
    PublishedRecords records =
        new PublishedRecords(List.of("www.example.org"), ADDRESS, cryptoPort, keyPort, keyHash);
    for (String line : records.withPortsInName()) {
      Pq1Name name = nameIn(line);
      assertThat(name.keyHash()).isEqualTo(keyHash);
      assertThat(name.cryptoPort()).hasValue(cryptoPort);
      assertThat(name.keyPort()).hasValue(keyPort);
    }
    assertThat(records.withPortsInTxt()).allMatch(l -> nameIn(l).cryptoPort().isEmpty());
  }

  private static Pq1Name nameIn(String line) {
    return Arrays.stream(line.split("[ .]", -1))
        .filter(label -> label.startsWith("pq1"))
        .findFirst()
        .flatMap(Pq1Name::ofLabel)
        .orElseThrow();
  }

  private static PublishedRecords records(String... hosts) {
    return new PublishedRecords(List.of(hosts), ADDRESS, 42424, 42425, HASH);
  }

  private static byte[] hash() {
    byte[] hash = new byte[32];
    Arrays.setAll(new Byte[32], i -> hash[i] = (byte) (7 * i + 1));
    return hash;
  }
}

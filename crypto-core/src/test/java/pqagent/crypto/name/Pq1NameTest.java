package pqagent.crypto.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class Pq1NameTest {
  private static final String ALPHABET = "0123456789bcdfghjklmnpqrstuvwxyz";

  @Property(tries = 300)
  void shouldDecodeWhatItEncoded_inAnyCase(
      @ForAll @Size(max = 70) byte[] bytes, @ForAll long seed) {
    String digits = randomCase(Base32.encode(bytes), seed);
    assertThat(digits).hasSize((bytes.length * 8 + 4) / 5);
    assertThat(Base32.decode(digits, bytes.length).orElseThrow()).isEqualTo(bytes);
  }

  /** The oracle is the number that the digits say. */
  @Property(tries = 500)
  void shouldDecodeTheNumber_whenItFits(
      @ForAll
          @CharRange(from = '0', to = '9')
          @CharRange(from = 'j', to = 'n')
          @StringLength(max = 60)
          String digits,
      @ForAll @IntRange(max = 38) int bytes) {
    BigInteger number = BigInteger.ZERO;
    for (int i = digits.length() - 1; i >= 0; i--) {
      number = number.shiftLeft(5).add(BigInteger.valueOf(ALPHABET.indexOf(digits.charAt(i))));
    }
    var decoded = Base32.decode(digits, bytes);
    assertThat(decoded.isPresent()).isEqualTo(number.bitLength() <= bytes * 8);
    if (decoded.isPresent()) {
      byte[] bigEndian = new byte[bytes];
      for (int i = 0; i < bytes; i++) {
        bigEndian[i] = decoded.get()[bytes - 1 - i];
      }
      assertThat(new BigInteger(1, bigEndian)).isEqualTo(number);
    }
  }

  @Property(tries = 300)
  void shouldReadTheLabelItPublishes_inAnyCase(
      @ForAll @Size(32) byte[] keyHash,
      @ForAll @IntRange(min = 1, max = 65535) int cryptoPort,
      @ForAll @IntRange(min = 1, max = 65535) int keyPort,
      @ForAll boolean withPorts,
      @ForAll long seed) {
    Pq1Name name =
        withPorts
            ? new Pq1Name(keyHash, OptionalInt.of(cryptoPort), OptionalInt.of(keyPort))
            : new Pq1Name(keyHash, OptionalInt.empty(), OptionalInt.empty());
    assertThat(name.label()).hasSize(withPorts ? 63 : 55).isLowerCase();
    String label = randomCase(name.label(), seed);
    assertThat(Pq1Name.ofLabel(label)).contains(name);
    assertThat(Pq1Name.ofDomain(List.of("www", "pq1short", label, "pq1", "test"))).contains(name);
  }

  @Property(tries = 1000)
  void shouldReadAnyString_withoutThrowing(@ForAll @StringLength(max = 70) String label) {
    for (String candidate : List.of(label, "pq1" + label)) {
      Pq1Name.ofLabel(candidate)
          .ifPresent(
              name -> assertThat(name.label()).isEqualTo(candidate.toLowerCase(Locale.ROOT)));
    }
  }

  @Property(tries = 300)
  void shouldBeNoName_whenADigitIsForeign(
      @ForAll @Size(32) byte[] keyHash,
      @ForAll @IntRange(min = 3, max = 54) int at,
      @ForAll char c) {
    String label = new Pq1Name(keyHash, OptionalInt.empty(), OptionalInt.empty()).label();
    String changed = label.substring(0, at) + c + label.substring(at + 1);
    boolean digit = c < 128 && ALPHABET.indexOf(Character.toLowerCase(c)) >= 0;
    // The last digit has one bit; with another value the number does not fit.
    boolean fits = at < 54 || c == '0' || c == '1';
    assertThat(Pq1Name.ofLabel(changed).isPresent()).isEqualTo(digit && fits);
  }

  @Example
  void shouldAskTxtForBothPorts_whenOneIsZero() {
    String hash = "pq1" + "0".repeat(52);
    assertThat(Pq1Name.ofLabel(hash + "00001000").orElseThrow())
        .isEqualTo(new Pq1Name(new byte[32], OptionalInt.empty(), OptionalInt.empty()));
    assertThat(Pq1Name.ofLabel(hash + "10000000").orElseThrow().cryptoPort()).isEmpty();
  }

  @Example
  void shouldRefuse_whatNoLabelCanSay() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pq1Name(new byte[31], OptionalInt.empty(), OptionalInt.empty()))
        .withMessage("keyHash must be 32 bytes long, not 31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pq1Name(new byte[32], OptionalInt.of(1), OptionalInt.empty()))
        .withMessage("a name has both ports or none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pq1Name(new byte[32], OptionalInt.of(1), OptionalInt.of(65536)))
        .withMessage("keyPort must be 1 to 65535, not 65536");
  }

  private static String randomCase(String text, long seed) {
    Random random = new Random(seed);
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      mixed.append(random.nextBoolean() ? Character.toUpperCase(c) : c);
    }
    return mixed.toString();
  }
}

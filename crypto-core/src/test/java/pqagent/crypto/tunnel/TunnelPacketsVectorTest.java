package pqagent.crypto.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static pqagent.crypto.Vectors.hex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pqagent.crypto.Vectors;

/** {@code tunnel-packets.json}: every key of the schedule and every packet, sent and received. */
class TunnelPacketsVectorTest {
  private static final double SECONDS_PER_EPOCH = 30.5;

  static Stream<JsonNode> sessions() {
    return Vectors.list("tunnel-packets.json", "sessions");
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void shouldDeriveEveryKey_whenEpochsFollow(JsonNode session) {
    for (JsonNode row : session.required("key_schedule")) {
      int number = row.required("epoch").asInt();
      String root = row.required("from").asText().equals("client") ? "ti" : "tr";
      ReceiveChain chain = new ReceiveChain(hex(session, root), 0, 0);
      byte[] derived = new byte[32];
      if (number > 0) {
        chain.copyRoot(number, derived);
        assertThat(derived).isEqualTo(hex(row, "epoch_root"));
      }
      chain.copyRoot(number + 1, derived);
      assertThat(derived).isEqualTo(hex(row, "next_epoch_root"));
      ReceiveEpoch epoch = number == 0 ? live(chain, 0) : chain.tentative(number, 0, new byte[64]);
      epoch.copyChain(derived);
      assertThat(derived).isEqualTo(hex(row, "chain_key_0"));
      Lookahead ahead = new Lookahead();
      ahead.bind(epoch);
      row.required("packet_keys")
          .properties()
          .forEach(
              key -> {
                long counter = Long.parseLong(key.getKey());
                assertThat(epoch.copyKey(counter, ahead, derived, 0)).isEqualTo(OpenResult.OK);
                assertThat(derived).isEqualTo(hex(key.getValue().asText()));
              });
      epoch.take(17, ahead);
      epoch.copyChain(derived);
      assertThat(derived).isEqualTo(hex(row, "chain_key_18"));
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void shouldSealTheVeryBytes_whenSending(JsonNode session) {
    for (String from : List.of("client", "server")) {
      TunnelEnd sender = end(session, from);
      int epoch = 0;
      for (JsonNode packet : packets(session, from)) {
        int wanted = packet.required("epoch").asInt();
        for (; epoch < wanted - 1; epoch++) {
          sender.seal(new byte[0], (epoch + 1) * SECONDS_PER_EPOCH);
        }
        epoch = wanted;
        assertThat(sender.seal(hex(packet, "plain"), epoch * SECONDS_PER_EPOCH))
            .isEqualTo(hex(packet, "packet"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void shouldOpenEachOnce_whenInOrderOrShuffled(JsonNode session) {
    for (String from : List.of("client", "server")) {
      List<JsonNode> packets = new ArrayList<>(packets(session, from));
      for (int round = 0; round < 5; round++) {
        // epochs 0 to 4 fit at once, epoch 5 does not
        packets.removeIf(packet -> packet.required("epoch").asInt() > 4);
        TunnelEnd receiver = end(session, from.equals("client") ? "server" : "client");
        for (JsonNode packet : packets) {
          TunnelEnd.Opened opened = receiver.open(hex(packet, "packet"), 1);
          assertThat(opened.result()).isEqualTo(OpenResult.OK);
          assertThat(opened.plain()).isEqualTo(hex(packet, "plain"));
        }
        for (JsonNode packet : packets) {
          assertThat(receiver.open(hex(packet, "packet"), 1).result())
              .isEqualTo(OpenResult.REPLAYED);
        }
        Collections.shuffle(packets, new Random(round));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void shouldOpenAll_whenBatchedByTheClock(JsonNode session) {
    for (String from : List.of("client", "server")) {
      TunnelEnd receiver = end(session, from.equals("client") ? "server" : "client");
      for (int epoch = 0; epoch <= 5; epoch++) {
        int now = epoch;
        List<JsonNode> batch =
            packets(session, from).stream()
                .filter(packet -> packet.required("epoch").asInt() == now)
                .toList();
        List<TunnelEnd.Opened> opened =
            receiver.open(
                batch.stream().map(packet -> hex(packet, "packet")).toList(),
                epoch * SECONDS_PER_EPOCH);
        for (int i = 0; i < batch.size(); i++) {
          assertThat(opened.get(i).result()).isEqualTo(OpenResult.OK);
          assertThat(opened.get(i).plain()).isEqualTo(hex(batch.get(i), "plain"));
        }
      }
    }
  }

  private static ReceiveEpoch live(ReceiveChain chain, int number) {
    ReceiveEpoch epoch = chain.live(number);
    if (epoch == null) {
      throw new AssertionError("epoch " + number + " is not live");
    }
    return epoch;
  }

  private static List<JsonNode> packets(JsonNode session, String from) {
    return StreamSupport.stream(session.required("packets").spliterator(), false)
        .filter(packet -> packet.required("from").asText().equals(from))
        .toList();
  }

  private static TunnelEnd end(JsonNode session, String who) {
    byte[] tid = hex(session, "tid");
    byte[] ti = hex(session, "ti");
    byte[] tr = hex(session, "tr");
    return who.equals("client") ? TunnelEnd.client(tid, ti, tr) : TunnelEnd.server(tid, ti, tr);
  }
}

package pqagent.crypto.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import pqagent.crypto.Vectors;
import pqagent.crypto.key.StaticKeyAssembly.Insertion;

class StaticKeyAssemblyTest {
  private static final StaticPublicKeys KEYS =
      new StaticPublicKeys(Vectors.bytes("mceliece_pk.bin"), Vectors.bytes("x25519_pk.bin"));
  private static final StaticKeyTree TREE = StaticKeyTree.of(KEYS);

  private final byte[] node = new byte[StaticKeyTree.NODE_BYTES + 8];

  private record Place(int depth, int position) {}

  /** In any order: what came before its parent is offered again. */
  @Property(tries = 8)
  void shouldComplete_inAnyOrder(@ForAll long seed) {
    StaticKeyAssembly assembly = new StaticKeyAssembly(TREE.root());
    List<Place> waiting = places();
    Collections.shuffle(waiting, new Random(seed));
    while (!waiting.isEmpty()) {
      assertThat(assembly.keys()).isEmpty();
      List<Place> early = new ArrayList<>();
      for (Place place : waiting) {
        boolean parentKnown =
            assembly.has(place.depth() - 1, place.position() / StaticKeyTree.CHILDREN);
        assertThat(assembly.has(place.depth(), place.position())).isFalse();
        Insertion insertion = offer(assembly, place);
        assertThat(insertion).isEqualTo(parentKnown ? Insertion.ACCEPTED : Insertion.NO_PARENT_YET);
        assertThat(assembly.has(place.depth(), place.position())).isEqualTo(parentKnown);
        if (parentKnown) {
          assertThat(offer(assembly, place)).isEqualTo(Insertion.DUPLICATE);
        } else {
          early.add(place);
        }
      }
      waiting = early;
    }
    StaticPublicKeys keys = assembly.keys().orElseThrow();
    assertThat(keys.mceliece()).isEqualTo(KEYS.mceliece());
    assertThat(keys.x25519()).isEqualTo(KEYS.x25519());
  }

  @Property(tries = 300)
  void shouldRefuseAndKeepNothing_whenABitIsFlippedOrTheLengthIsWrong(
      @ForAll @IntRange(max = 936) int index, @ForAll long seed) {
    Random random = new Random(seed);
    StaticKeyAssembly assembly = new StaticKeyAssembly(TREE.root());
    Place place = places().get(index);
    for (Place above : ancestors(place)) {
      assertThat(offer(assembly, above)).isEqualTo(Insertion.ACCEPTED);
    }
    int bytes = TREE.copyNode(place.depth(), place.position(), node, 3);
    int bit = random.nextInt(bytes * 8);
    node[3 + bit / 8] ^= (byte) (1 << bit % 8);
    assertThat(assembly.insert(place.depth(), place.position(), node, 3, bytes))
        .isEqualTo(Insertion.WRONG_HASH);
    node[3 + bit / 8] ^= (byte) (1 << bit % 8);
    for (int length : new int[] {0, bytes - 1, bytes + 1, random.nextInt(bytes)}) {
      assertThat(assembly.insert(place.depth(), place.position(), node, 3, length))
          .isEqualTo(Insertion.WRONG_HASH);
    }
    assertThat(assembly.has(place.depth(), place.position())).isFalse();
    assertThat(assembly.insert(place.depth(), place.position(), node, 3, bytes))
        .isEqualTo(Insertion.ACCEPTED);
    node[3 + bit / 8] ^= (byte) (1 << bit % 8);
    assertThat(assembly.insert(place.depth(), place.position(), node, 3, bytes))
        .as("another content for what is believed")
        .isEqualTo(Insertion.WRONG_HASH);
  }

  @Property(tries = 1000)
  void shouldKnowNoNode_whereThereIsNone(@ForAll int depth, @ForAll int position) {
    boolean there =
        switch (depth) {
          case 0, 1 -> position == 0;
          case 2 -> position >= 0 && position < 26;
          case 3 -> position >= 0 && position < 910;
          default -> false;
        };
    assertThat(StaticKeyTree.contains(depth, position)).isEqualTo(there);
    StaticKeyAssembly assembly = new StaticKeyAssembly(TREE.root());
    if (!there) {
      assertThat(assembly.insert(depth, position, node, 0, 1152)).isEqualTo(Insertion.NO_SUCH_NODE);
      assertThat(assembly.has(depth, position)).isFalse();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TREE.copyNode(depth, position, node, 0));
    }
  }

  @Example
  void shouldKnowNoNode_behindTheLastOfALevel() {
    StaticKeyAssembly assembly = new StaticKeyAssembly(TREE.root());
    int[][] outside = {{-1, 0}, {0, -1}, {0, 1}, {1, 1}, {2, 26}, {3, 910}, {3, 65535}, {4, 0}};
    for (int[] place : outside) {
      assertThat(StaticKeyTree.contains(place[0], place[1])).isFalse();
      assertThat(assembly.insert(place[0], place[1], node, 0, 32))
          .isEqualTo(Insertion.NO_SUCH_NODE);
    }
    assertThat(StaticKeyTree.nodeBytes(2, 25)).isEqualTo(320);
    assertThat(StaticKeyTree.nodeBytes(3, 909)).isEqualTo(183);
  }

  @Example
  void shouldBelieveTheNameOnly_atTheRoot() {
    StaticKeyAssembly assembly = new StaticKeyAssembly(TREE.root());
    assertThat(assembly.insert(0, 0, TREE.root(), 0, 32)).isEqualTo(Insertion.DUPLICATE);
    assertThat(assembly.insert(0, 0, new byte[32], 0, 32)).isEqualTo(Insertion.WRONG_HASH);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StaticKeyAssembly(new byte[33]))
        .withMessage("keyHash must be 32 bytes long, not 33");
    assertThatIllegalArgumentException().isThrownBy(() -> assembly.insert(1, 0, node, 1, 1160));
    assertThatIllegalArgumentException().isThrownBy(() -> TREE.copyNode(3, 0, node, 9));
    assertThatIllegalArgumentException().isThrownBy(() -> StaticKeyTree.nodeCount(4));
  }

  private Insertion offer(StaticKeyAssembly assembly, Place place) {
    int bytes = TREE.copyNode(place.depth(), place.position(), node, 5);
    return assembly.insert(place.depth(), place.position(), node, 5, bytes);
  }

  /** All but the root. */
  private static List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int depth = 1; depth < StaticKeyTree.LEVELS; depth++) {
      for (int position = 0; position < StaticKeyTree.nodeCount(depth); position++) {
        places.add(new Place(depth, position));
      }
    }
    return places;
  }

  private static List<Place> ancestors(Place place) {
    List<Place> ancestors = new ArrayList<>();
    int position = place.position();
    for (int depth = place.depth() - 1; depth > 0; depth--) {
      position /= StaticKeyTree.CHILDREN;
      ancestors.addFirst(new Place(depth, position));
    }
    return ancestors;
  }
}

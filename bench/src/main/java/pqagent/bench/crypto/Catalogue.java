package pqagent.bench.crypto;

import java.util.List;
import java.util.stream.Stream;

/** Every operation there is, in the order of the table. */
public final class Catalogue {
  private Catalogue() {}

  public static List<Operation> operations() {
    return Stream.of(
            McElieceOperations.all(),
            SntrupOperations.all(),
            X25519Operations.all(),
            AeadOperations.all(),
            KeyStreamOperations.all(),
            KeyTreeOperations.all(),
            HandshakeOperations.all())
        .flatMap(List::stream)
        .toList();
  }

  /** IllegalArgumentException when there is none of this name. */
  public static Operation operation(String name) {
    return operations().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no operation " + name));
  }
}

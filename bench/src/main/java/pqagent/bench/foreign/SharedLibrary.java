package pqagent.bench.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** A C library that this machine may have, under one of its names. */
@SuppressWarnings({"restricted", "ImmutableEnumChecker"}) // to call C; lookups do not change
public enum SharedLibrary {
  SODIUM("libsodium", "libsodium.so.23", "libsodium.so.26"),
  OPENSSL("OpenSSL", "libcrypto.so.3"),
  MCELIECE("libmceliece", "libmceliece.so.1"),
  NTRUPRIME("libntruprime", "libntruprime.so.1"),
  LIB25519("lib25519", "lib25519.so.1");

  private final String label;
  private final String file;
  private final Optional<SymbolLookup> symbols;

  SharedLibrary(String label, String... files) {
    this.label = label;
    this.file = files[0];
    Optional<SymbolLookup> found = Optional.empty();
    for (String name : files) {
      found = found.or(() -> open(name));
    }
    symbols = found;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The name of its file, under which it was looked for first. */
  public String file() {
    return file;
  }

  public boolean isPresent() {
    return symbols.isPresent();
  }

  /** A function of the library; IllegalStateException when it is not there. */
  MethodHandle function(String name, FunctionDescriptor descriptor) {
    return symbols
        .flatMap(lookup -> lookup.find(name))
        .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor))
        .orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(file, name)));
  }

  private static Optional<SymbolLookup> open(String name) {
    try {
      return Optional.of(SymbolLookup.libraryLookup(name, Arena.global()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

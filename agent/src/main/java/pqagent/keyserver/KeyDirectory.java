package pqagent.keyserver;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import pqagent.crypto.key.StaticKeyPair;
import pqagent.crypto.key.StaticPublicKeys;
import pqagent.crypto.primitive.SecretKey;
import pqagent.error.OperatorException;

/**
 * A server's key files (PROTOCOL.md section 8): raw bytes, secrets with mode 0600. Every mistake in
 * them is an {@link OperatorException} with one line that names the file and the remedy.
 */
public record KeyDirectory(Path directory) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  /** Reads and checks all five files. */
  public ServerKeys read(SecureRandom random) {
    StaticPublicKeys publicKeys = readPublic();
    List<byte[]> secrets = new ArrayList<>();
    boolean good = false;
    try {
      for (KeyFile kind :
          List.of(KeyFile.MCELIECE_SECRET, KeyFile.X25519_SECRET, KeyFile.SESSION_KEY)) {
        secrets.add(readFile(kind));
      }
      StaticKeyPair pair =
          StaticKeyPair.of(
              publicKeys.mceliece(), secrets.get(0), publicKeys.x25519(), secrets.get(1));
      good = pair.isConsistent(random);
      if (!good) {
        throw new OperatorException(
            "the key files in "
                + directory
                + " do not match, a secret key does not belong to its public key: restore all of"
                + " them from one backup, or make new ones by pqagent keygen --force --keys "
                + directory);
      }
      return new ServerKeys(pair, SecretKey.wrap(secrets.get(2)));
    } finally {
      if (!good) {
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
      }
    }
  }

  /** Reads the public halves only, which needs no right to the secrets. */
  public StaticPublicKeys readPublic() {
    return new StaticPublicKeys(readFile(KeyFile.MCELIECE_PUBLIC), readFile(KeyFile.X25519_PUBLIC));
  }

  private byte[] readFile(KeyFile kind) {
    Path file = directory.resolve(kind.fileName());
    byte[] bytes;
    try {
      if (kind.isSecret() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new OperatorException(
            "key file " + file + " is open to others than its owner: chmod 600 " + file);
      }
      if (Files.size(file) != kind.bytes()) {
        throw wrongLength(kind, file, Files.size(file));
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new OperatorException(
          "key file " + file + " is missing: make keys by pqagent keygen --keys " + directory, e);
    } catch (AccessDeniedException e) {
      throw new OperatorException(
          "key file " + file + " cannot be read: run as the user who owns it, or chown it", e);
    } catch (IOException e) {
      throw new OperatorException("key file " + file + " cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length != kind.bytes()) {
      Arrays.fill(bytes, (byte) 0);
      throw wrongLength(kind, file, bytes.length);
    }
    return bytes;
  }

  private OperatorException wrongLength(KeyFile kind, Path file, long bytes) {
    return new OperatorException(
        "key file "
            + file
            + " has "
            + bytes
            + " bytes instead of "
            + kind.bytes()
            + ": restore it from a backup, or make new keys by pqagent keygen --force --keys "
            + directory);
  }

  /**
   * Makes the five files, the directory too if it is missing. All or nothing; existing key files
   * are replaced only with {@code force}.
   */
  public void write(ServerKeys keys, boolean force) {
    checkWritable(force);
    try (KeyFileWriter writer = KeyFileWriter.into(directory)) {
      StaticKeyPair pair = keys.pair();
      writer.stage(KeyFile.MCELIECE_PUBLIC, pair.publicKeys().mceliece());
      writer.stage(KeyFile.MCELIECE_SECRET, pair.mcelieceSecret());
      writer.stage(KeyFile.X25519_PUBLIC, pair.publicKeys().x25519());
      writer.stage(KeyFile.X25519_SECRET, pair.x25519Secret());
      writer.stage(KeyFile.SESSION_KEY, keys.sessionKey().bytes());
      writer.commit();
    } catch (AccessDeniedException e) {
      throw new OperatorException(
          "cannot write key files to " + directory + ": run as root or as the directory's owner",
          e);
    } catch (IOException e) {
      throw new OperatorException(
          "cannot write key files to " + directory + ": " + e.getMessage(), e);
    }
  }

  /** Refuses what {@link #write} would refuse, before keys are made. */
  public void checkWritable(boolean force) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new OperatorException(directory + " is not a directory: give one to --keys");
    }
    if (!force) {
      refuseToReplace();
    }
  }

  private void refuseToReplace() {
    for (KeyFile kind : KeyFile.values()) {
      Path file = directory.resolve(kind.fileName());
      if (Files.exists(file)) {
        throw new OperatorException(
            "key file "
                + file
                + " exists: keep it, or replace all keys by --force (clients then need the new DNS"
                + " records)");
      }
    }
  }
}

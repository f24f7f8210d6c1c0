package pqagent.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pqagent.crypto.name.Pq1Name;

/**
 * The address book as a text file, one line for each server: private address, server address,
 * {@code pq1} label, owner name. Lines are added at the end; loading drops what a later line
 * replaced, keeps the newest {@link #MAX_ENTRIES}, and writes the file anew.
 */
public final class AddressBookFile implements AddressBook {
  static final int MAX_ENTRIES = 4096;

  private static final Logger log = LoggerFactory.getLogger(AddressBookFile.class);

  private final Path file;
  private boolean usable = true;

  public AddressBookFile(Path file) {
    this.file = file;
  }

  @Override
  public synchronized List<Entry> load() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      Map<Integer, Entry> byAddress = new LinkedHashMap<>();
      Map<ServerIdentity, Integer> byServer = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        parse(line)
            .ifPresent(
                entry -> {
                  Integer earlier = byServer.put(entry.server(), entry.privateAddress());
                  if (earlier != null) {
                    byAddress.remove(earlier);
                  }
                  byAddress.remove(entry.privateAddress());
                  byAddress.put(entry.privateAddress(), entry);
                });
      }
      List<Entry> entries = new ArrayList<>(byAddress.values());
      List<Entry> newest =
          entries.subList(Math.max(0, entries.size() - MAX_ENTRIES), entries.size());
      rewrite(newest);
      return List.copyOf(newest);
    } catch (IOException e) {
      giveUp(e);
      return List.of();
    }
  }

  @Override
  public synchronized void append(Entry entry) {
    if (!usable) {
      return;
    }
    try {
      Files.writeString(
          file,
          format(entry),
          StandardCharsets.US_ASCII,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private void rewrite(List<Entry> entries) throws IOException {
    StringBuilder text = new StringBuilder();
    entries.forEach(entry -> text.append(format(entry)));
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(next, text, StandardCharsets.US_ASCII);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void giveUp(IOException e) {
    usable = false;
    log.warn(
        "private addresses will not be remembered across restarts: {}: {}",
        e.getClass().getSimpleName(),
        e.getMessage());
  }

  private static String format(Entry entry) {
    ServerIdentity server = entry.server();
    return "%s %s %s %s%n"
        .formatted(
            Ipv4.format(entry.privateAddress()),
            Ipv4.format(server.address()),
            server.name().label(),
            server.ownerName());
  }

  private static Optional<Entry> parse(String line) {
    String[] fields = line.split(" ", -1);
    if (fields.length != 4) {
      return Optional.empty();
    }
    try {
      int privateAddress = Ipv4.parse(fields[0]);
      int address = Ipv4.parse(fields[1]);
      return Pq1Name.ofLabel(fields[2])
          .map(name -> new Entry(privateAddress, new ServerIdentity(name, fields[3], address)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

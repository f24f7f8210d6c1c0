package pqagent.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** DNS replies from their text form. */
final class Replies {
  private final Message message = new Message(0xbeef);

  private Replies(String question, int type) {
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RD);
    message.getHeader().setFlag(Flags.RA);
    message.addRecord(Record.newRecord(name(question), type, DClass.IN), Section.QUESTION);
  }

  static Replies to(String question, int type) {
    return new Replies(question, type);
  }

  Replies answer(String owner, int type, long ttl, String data) {
    return add(Section.ANSWER, owner, type, ttl, data);
  }

  Replies authority(String owner, int type, long ttl, String data) {
    return add(Section.AUTHORITY, owner, type, ttl, data);
  }

  Replies additional(String owner, int type, long ttl, String data) {
    return add(Section.ADDITIONAL, owner, type, ttl, data);
  }

  Replies additional(Record record) {
    message.addRecord(record, Section.ADDITIONAL);
    return this;
  }

  Replies flag(int flag) {
    message.getHeader().setFlag(flag);
    return this;
  }

  Message message() {
    return message;
  }

  byte[] bytes() {
    return message.toWire();
  }

  private Replies add(int section, String owner, int type, long ttl, String data) {
    try {
      Record record = Record.fromString(name(owner), type, DClass.IN, ttl, data, Name.root);
      message.addRecord(record, section);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reply as most see them. */
  static Replies plainAddress() {
    return to("www.example.com", Type.A).answer("www.example.com", Type.A, 300, "192.0.2.1");
  }

  /** A reply that announces a server. */
  static Replies server(String label) {
    String owner = label + ".example.com";
    return to("www.example.com", Type.A)
        .answer("www.example.com", Type.CNAME, 300, owner + ".")
        .answer(owner, Type.A, 300, "192.0.2.1");
  }
}

package pqagent.testkit;

/**
 * A cable between two namespaces: a veth pair, both ends up. It goes away with either namespace.
 *
 * <pre>
 *   namespace a                       namespace b
 *   deviceA addressA ────── veth ────── deviceB addressB
 * </pre>
 *
 * @param deviceA the end in namespace a
 * @param deviceB the end in namespace b
 */
public record Link(Namespace a, String deviceA, Namespace b, String deviceB) {

  /**
   * Makes the pair.
   *
   * @param addressA address with prefix length, such as 10.9.0.1/24
   * @param addressB as addressA
   */
  public static Link connect(
      Namespace a, String deviceA, String addressA, Namespace b, String deviceB, String addressB) {
    a.exec(
        "ip", "link", "add", deviceA, "type", "veth", "peer", "name", deviceB, "netns", b.name());
    raise(a, deviceA, addressA);
    raise(b, deviceB, addressB);
    return new Link(a, deviceA, b, deviceB);
  }

  /** A pair of devices named eth0. */
  public static Link connect(Namespace a, String addressA, Namespace b, String addressB) {
    return connect(a, "eth0", addressA, b, "eth0", addressB);
  }

  /** Sets the MTU of both ends, in bytes. */
  public void setMtu(int bytes) {
    a.exec("ip", "link", "set", deviceA, "mtu", Integer.toString(bytes));
    b.exec("ip", "link", "set", deviceB, "mtu", Integer.toString(bytes));
  }

  private static void raise(Namespace namespace, String device, String address) {
    namespace.exec("ip", "address", "add", address, "dev", device);
    namespace.exec("ip", "link", "set", device, "up");
  }
}

package pqagent.bench.path;

/**
 * What is tested of a tunnel.
 *
 * @param name such as {@code tcp.one}
 * @param eachLinkMode whether it is taken with the link's offloads on and once more with them off
 * @param onPlainLink whether it tells something of a link without a tunnel
 */
record PathTest(String name, boolean eachLinkMode, boolean onPlainLink, Method method) {
  /** How it is done. */
  @FunctionalInterface
  interface Method {
    Turn take(Lab lab, Effort effort);
  }
}

package pqagent.datapath;

/**
 * What is done to many packets at once, by the kernel or for it. Each can be left out, since
 * kernels and drivers have faults.
 */
public enum Offload {
  /** Outbound TCP comes in super-packets; equal datagrams leave as one message (UDP_SEGMENT). */
  GSO,
  /** Datagrams that the kernel joined come in as one message (UDP_GRO). */
  GRO,
  /** Inbound TCP segments and UDP datagrams that follow on enter the kernel as one super-packet. */
  COALESCE
}

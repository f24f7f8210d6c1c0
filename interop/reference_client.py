"""The reference client, as it is, but for the rule that queues DNS replies: an iptables rule in place of an
nft one, since not every kernel has nft's queue expression. Runs inside the chroot."""

import subprocess

from pqconnect.client import main
from pqconnect.nft import NfqueueBuilder

RULE = ["INPUT", "-p", "udp", "--sport", "53", "-j", "NFQUEUE", "--queue-num", "0"]


def build(self, delete_existing=True):
    subprocess.run(["iptables", "-w", "-I", *RULE], check=True)
    return 0


def tear_down(self):
    subprocess.run(["iptables", "-w", "-D", *RULE], check=False, stderr=subprocess.DEVNULL)


NfqueueBuilder.build = build
NfqueueBuilder.tear_down = tear_down
main()

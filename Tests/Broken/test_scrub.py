"""What nobody asks for is read all the same, slowly."""

from damage import flip
from machine import wait


def test_damage_in_an_old_segment_is_found_before_anybody_asks(machine, pen, dice):
    machine.stop().configure(scrubSeconds=1).start()
    for _ in range(5):
        machine.send(pen.issue(16_384))
    flip(machine.data / "log/segment-00000000.leaves", dice)
    found = wait("the scrub found nothing", lambda: machine.get_json("/status")["storage"]["damaged"])
    assert len(found) == 1 and "segment-00000000.leaves" in found[0] and "ledger verify" in found[0], found
    assert "deedbox_damaged_files 1\n" in machine.get("/metrics")[1].decode()
    machine.send([pen.anchor()])
    assert machine.is_healthy()
    assert "segment-00000000.leaves" in machine.stop().verify(code=1).stderr

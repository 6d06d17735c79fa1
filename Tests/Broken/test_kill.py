"""`kill -9` at random moments under load: the node comes back as the same, and keeps every word it gave."""

from load import Load


def end(machine, dice):
    """Mostly a kill; now and then a kill in the middle of a start, or a clean stop."""
    how = dice.random()
    if how < 0.15:
        machine.stop()
        return "stopped"
    machine.kill()
    if how < 0.4:
        machine.launch().run_for(dice.uniform(0, 0.3)).kill()
        return "killed twice"
    return "killed"


def test_an_audit_after_a_kill_says_yes(machine, pen, dice):
    load = Load(machine, pen)
    for _ in range(3):
        with load.running():
            machine.run_for(dice.uniform(0.2, 0.6)).kill()
        machine.verify()
        machine.start()


def test_nothing_promised_is_lost_and_nothing_counts_twice(machine, pen, witness, dice, rounds):
    load = Load(machine, pen)
    ends = {}
    witness.look(machine)
    for number in range(rounds):
        with load.running():
            machine.run_for(dice.uniform(0.05, 1.2))
            how = end(machine, dice)
        ends[how] = ends.get(how, 0) + 1
        if how == "stopped":
            machine.verify()
        load.check(witness.look(machine.start().settle()))
        load.ask_again(dice, 5)
        witness.look(machine)
        for receipt in dice.sample(load.receipts, min(10, len(load.receipts))):
            witness.check_receipt(receipt)
    machine.settle()
    load.check(witness.look(machine))
    machine.stop()
    machine.verify()
    print(f"\n{rounds} rounds ({ends}): {load.count('final')} final, {load.count('pending')} accepted,"
          f" {load.count(None)} without answer; {len(witness.leaves)} leaves, {len(load.receipts)} receipts")
    assert load.count("final") > 0 and load.count("pending") > 0

import Consensus
import Ledger
import Replication
import Rulebook
import Signing

/// Validators in one process: virtual time, a network, disks and clocks that a seed spoils, liars, and checks of all
/// that they do.
struct World {
    let scenario: Scenario
    let ledger: FirstLedger
    var hosts: [Host] = []
    /// Milliseconds since the run began.
    var time: UInt64 = 0
    var random: SeededNumbers
    var events = EventQueue<WorldEvent>()
    var weather: Weather
    var client: Client
    var checks: Checks
    var counts = FaultCounts()
    var trace: Trace
    /// From here on nothing new goes wrong; liars go on.
    var isCalm = false
    /// Machines of those who do not count, and how many of them signed to the end of the storm.
    var dishonest = (machines: 0, signing: 0)
    /// How long a quorum alone took, in ms.
    var quorumTime: UInt64?
    /// Clients send nothing new.
    var isAtRest = false
    /// Hosts that do not start again, whatever happens.
    var frozen: [Int] = []
    let records: RunKnowledge
    /// Who may lose a file for good.
    let fragile: [Int]
    private var wakes: UInt64 = 0
    /// The hosts of each validator.
    private let places: [[Int]]

    init(_ scenario: Scenario, isTraced: Bool = false) {
        self.scenario = scenario
        ledger = FirstLedger.of(scenario.validators)
        records = RunKnowledge(stock: scenario.hasRealKeys ? nil : ledger.stock)
        random = SeededNumbers(run: scenario.seed)
        weather = Weather(hosts: scenario.hostCount)
        client = Client(ledger.stock)
        checks = Checks(scenario, ledger)
        trace = Trace(isWritten: isTraced)
        fragile = scenario.fragile
        places = (0..<scenario.validators).map { validator in
            (0..<scenario.hostCount).filter { scenario.validator(of: $0) == validator }
        }
        let commit = World.commit(of: ledger, scenario)
        for number in 0..<scenario.hostCount {
            let validator = scenario.validator(of: number)
            let keys = World.keys(of: validator, ledger, isReal: scenario.hasRealKeys)
            let host = Host(number, as: validator, at: ledger, keys, commit)
            host.liar = scenario.strategy(of: number).map { LiarSeat($0, validator, ledger, scenario) }
            hosts.append(host)
        }
    }

    private static func commit(of ledger: FirstLedger, _ scenario: Scenario) -> CommitCertificate {
        ledger.commit { validator, message in
            World.signer(of: validator, "vote", ledger, isReal: scenario.hasRealKeys).sign(message)
        }
    }

    static func signer(_ key: PublicKey, _ name: String, isReal: Bool) -> any VoteSigner {
        isReal ? SampleKeys.key(name) : StandInKey(key: key)
    }

    private static func signer(
        of validator: Int, _ purpose: String, _ ledger: FirstLedger, isReal: Bool
    ) -> any VoteSigner {
        let known = ledger.network.genesis.validators[validator]
        let key = purpose == "vote" ? known.keys.vote : purpose == "log" ? known.keys.log : known.keys.cosigner
        return signer(key, known.member.text + "/" + purpose, isReal: isReal)
    }

    private static func keys(of validator: Int, _ ledger: FirstLedger, isReal: Bool) -> QuorumKeys {
        let known = ledger.network.genesis.validators[validator]
        let attestation = AttestationKeys(
            signing: signer(of: validator, "log", ledger, isReal: isReal),
            cosigning: signer(of: validator, "cosigner", ledger, isReal: isReal), of: known, in: ledger.network)
        return QuorumKeys(
            own: validator, in: ledger.network.genesis, attestation: attestation,
            signer: signer(of: validator, "vote", ledger, isReal: isReal),
            verifier: isReal ? Ed25519Verifier() : StandInKey(key: known.keys.vote))
    }

    /// The true time, in ms UTC.
    var trueTime: UInt64 { ledger.clock + time }

    func clock(of host: Int) -> UInt64 { hosts[host].clock.reading(at: trueTime) }

    /// Plans an event, ms from now.
    mutating func plan(_ event: WorldEvent, in delay: UInt64) { events.add(event, at: time + delay) }

    /// False for a liar and for a validator of which two copies run: what they say and are told does not count.
    func isHonest(_ host: Int) -> Bool { !scenario.isLiar(hosts[host].validator) }

    /// The hosts of a validator: more than one for twins.
    func hosts(of validator: Int) -> [Int] { places[validator] }

    mutating func nextWake() -> UInt64 {
        wakes += 1
        return wakes
    }

    /// Lets the world go on until something is true, or so many ms are over; false when time was up or a rule broken.
    mutating func run(for limit: UInt64, until isDone: (World) -> Bool) -> Bool {
        let end = time + limit
        while !isDone(self) {
            guard checks.isClean, let first = events.nextTime else { return false }
            guard first <= end, let (due, event) = events.next() else {
                time = end
                return isDone(self)
            }
            time = max(time, due)
            happen(event)
        }
        return true
    }
}

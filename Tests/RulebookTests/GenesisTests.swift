import Ledger
import Replication
import Rulebook
import Signing
import TestSupport
import Testing

struct GenesisTests {
    private func error(_ build: () throws(GenesisError) -> Genesis) -> GenesisError? {
        do throws(GenesisError) {
            _ = try build()
            return nil
        } catch { return error }
    }

    private func genesis(
        name: String = TestNetwork.name, isSample: Bool = true, faultModel: FaultModel = .crash,
        validators: [Validator] = [TestNetwork.validator(1)], governance: Governance? = nil,
        parameters: Parameters = TestNetwork.small
    ) throws(GenesisError) -> Genesis {
        let keys = TestNetwork.governors(isSample: isSample).map(\.publicKey)
        return try Genesis(
            name: name, created: TestNetwork.created, isSample: isSample, faultModel: faultModel,
            validators: validators, governance: governance ?? Governance(threshold: 2, keys: keys),
            parameters: parameters)
    }

    @Test func `a genesis reads and writes itself again, and its bytes fix the origin`() throws {
        let genesis = try TestNetwork.genesis(validators: 4, faultModel: .byzantine)
        let again = try Genesis(decoding: genesis.encoded)
        #expect(again == genesis)
        #expect(again.encoded == genesis.encoded)
        #expect(genesis.digest == SHA256.digest(genesis.encoded))
        #expect(genesis.origin == "test.deedbox.example/" + genesis.digest.hex.prefix(32))
        let network = Network(genesis)
        #expect(network.origin == genesis.origin)
        #expect(network.quorum.count == 3)
        #expect(network.policy.quorum == 3)
        #expect(network.policy.logKeys.count == 4)
        #expect(network.policy.witnesses.map(\.name).first == "node-1.test.deedbox.example")
    }

    @Test(arguments: ["", "Test", "te st", "te+st", "te/st", "tést", String(repeating: "a", count: 101)])
    func `a name that no log can have is refused`(_ name: String) throws {
        #expect(error { () throws(GenesisError) in try genesis(name: name) } == .badName(name))
        #expect(error { () throws(GenesisError) in try genesis(name: String(repeating: "a", count: 100)) } == nil)
    }

    @Test func `there is a validator, and as many as a seal and a note can name`() throws {
        let many = { (count: Int) in
            (1...count).map { TestNetwork.validator($0) }.sorted { $0.member < $1.member }
        }
        #expect(error { () throws(GenesisError) in try genesis(validators: []) } == .noValidator)
        #expect(error { () throws(GenesisError) in try genesis(validators: many(64)) } == .tooManyValidators(64))
        let widest = Network(try genesis(validators: many(63)))
        #expect(widest.policy.witnesses.count == 63)
        #expect(widest.quorum.count == 32)
    }

    @Test func `the last validator of the widest network can propose`() throws {
        var ledger = TestLedger(TestNetwork.network(validators: 63))
        try ledger.heartbeat()
        let seal = try #require(ledger.blocks.last?.seal)
        let last = Seal(
            height: seal.height, previous: seal.previous, firstIndex: seal.firstIndex, rootBefore: seal.rootBefore,
            time: seal.time, proposer: 62, stateRoot: seal.stateRoot, validators: seal.validators,
            nextValidators: seal.nextValidators, parameters: seal.parameters, ruleVersion: seal.ruleVersion,
            evidenceRoot: seal.evidenceRoot, closedCount: seal.closedCount)
        #expect(try Seal(decoding: last.encoded) == last)
    }

    @Test func `validators stand in the order of their names, each once`() throws {
        let first = TestNetwork.validator(1)
        let second = TestNetwork.validator(2)
        #expect(error { () throws(GenesisError) in try genesis(validators: [first, second]) } == nil)
        #expect(
            error { () throws(GenesisError) in try genesis(validators: [second, first]) }
                == .validatorsOutOfOrder(second.member, first.member))
        #expect(
            error { () throws(GenesisError) in try genesis(validators: [first, first]) }
                == .validatorsOutOfOrder(first.member, first.member))
    }

    @Test func `every purpose has a key of its own`() throws {
        let keys = TestNetwork.validator(1).keys
        let twice = try #require(
            ValidatorKeys(log: keys.log, cosigner: keys.log, vote: keys.vote, release: keys.release, link: keys.link))
        let first = Validator(member: TestMember.police.id, name: TestNetwork.validator(1).name, keys: twice)
        #expect(error { () throws(GenesisError) in try genesis(validators: [first]) } == .keyUsedTwice(first.member))
        let second = Validator(member: MemberID(checked: "node-2"), name: first.name, keys: keys)
        let both = [TestNetwork.validator(1), second]
        #expect(error { () throws(GenesisError) in try genesis(validators: both) } == .keyUsedTwice(second.member))
    }

    @Test func `validator keys have the algorithm of their purpose`() {
        let keys = TestNetwork.validator(1).keys
        #expect(
            ValidatorKeys(
                log: keys.link, cosigner: keys.cosigner, vote: keys.vote, release: keys.release, link: keys.link)
                == nil)
        #expect(
            ValidatorKeys(
                log: keys.log, cosigner: keys.cosigner, vote: keys.vote, release: keys.release, link: keys.log)
                == nil)
    }

    @Test(arguments: 1...3)
    func `fewer than four validators tolerate no liar`(_ count: Int) throws {
        #expect(
            error { () throws(GenesisError) in try TestNetwork.genesis(validators: count, faultModel: .byzantine) }
                == .tooFewValidatorsForByzantine(count))
        #expect(try TestNetwork.genesis(validators: 4, faultModel: .byzantine).quorum.liars == 1)
    }

    @Test func `the threshold is between one and the number of governors`() throws {
        let keys = TestNetwork.governors().map(\.publicKey)
        for (threshold, count) in [(0, 3), (4, 3), (0, 0), (1, 0)] {
            let governance = Governance(threshold: threshold, keys: Array(keys.prefix(count)))
            #expect(
                error { () throws(GenesisError) in try genesis(governance: governance) }
                    == .badGovernanceThreshold(threshold, keys: count))
        }
        for threshold in 1...3 {
            #expect(
                error { () throws(GenesisError) in
                    try genesis(governance: Governance(threshold: threshold, keys: keys))
                } == nil)
        }
        let many = (0..<33).map { TestKey.own("governor \($0)").publicKey }
        #expect(
            error { () throws(GenesisError) in try genesis(governance: Governance(threshold: 1, keys: many)) }
                == .badGovernanceThreshold(1, keys: 33))
        let most = Governance(threshold: 32, keys: Array(many.prefix(32)))
        #expect(error { () throws(GenesisError) in try genesis(governance: most) } == nil)
    }

    @Test func `a governor's key stands nowhere else`() throws {
        let keys = TestNetwork.governors().map(\.publicKey)
        let vote = TestNetwork.validator(1).keys.vote
        for governance in [[keys[0], keys[0]], [keys[0], vote]].map({ Governance(threshold: 1, keys: $0) }) {
            #expect(
                error { () throws(GenesisError) in try genesis(governance: governance) } == .governanceKeyTwice)
        }
    }

    @Test func `sample keys stand in sample networks only`() throws {
        let node = TestNetwork.validator(1)
        #expect(
            error { () throws(GenesisError) in try genesis(isSample: false, validators: [node]) }
                == .sampleKey(node.keys.log.id))
        let own = TestNetwork.validator(1, isSample: false)
        let governance = Governance(threshold: 1, keys: [TestNetwork.governors()[0].publicKey])
        #expect(
            error { () throws(GenesisError) in
                try genesis(isSample: false, validators: [own], governance: governance)
            } == .sampleKey(governance.keys[0].id))
        #expect(error { () throws(GenesisError) in try genesis(isSample: false, validators: [own]) } == nil)
        #expect(SampleKeys.names.allSatisfy { SampleKeys.contains(SampleKeys.key($0).publicKey) })
    }
}

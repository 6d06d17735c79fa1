internal import Hummingbird
internal import Ledger
internal import NodeAPI
internal import Rulebook
internal import Signing

/// How the node is, for people and machines.
extension NodeRoutes {
    func addStatus(to router: Router<NodeRequestContext>) {
        router.get("status") { _, _ in try Response(json: StatusBody(node.status(), node.snapshot.view.network)) }
        router.get("health") { _, _ in try health() }
        router.get("metrics") { _, _ in metrics() }
        router.get("openapi.json") { _, _ in Response(PackageResources.openapi_json, as: MediaTypes.json) }
    }

    private func health() throws -> Response {
        let problems = node.status().problems
        guard problems.isEmpty else { throw Problem.notWorking(problems) }
        return try Response(json: HealthBody.ok)
    }

    private func metrics() -> Response {
        let text = PrometheusText(node.metrics.all, node.status(), eventStreams: streams.open)
        return Response(text.text, as: MediaTypes.prometheus)
    }
}

extension StatusBody {
    init(_ status: NodeStatus, _ network: Network) {
        let head = status.snapshot.head
        let final = status.snapshot.final
        let quorum = network.quorum
        self.init(
            node: status.member.text, origin: network.origin, isSample: network.genesis.isSample,
            height: head.height.value, size: status.snapshot.size, root: final?.checkpoint.head.root.hex,
            blockTime: head.time, checkpointTime: final?.cosigners.map(\.time).max(),
            quorum: QuorumBody(validators: quorum.validators, liars: quorum.liars, count: quorum.count),
            assurance: final?.assurance,
            waiting: WaitingBody(statements: status.waitingStatements, bytes: status.waitingBytes),
            storage: StorageBody(logBytes: status.logBytes, damaged: status.damaged), version: ProgramVersion.text,
            started: status.started,
            problems: status.problems + status.runningTwice + status.strongroom.problems
                + status.deposits.problems,
            round: status.round.map { RoundBody($0) },
            peers: status.peers.map { PeerBody($0) }, epoch: network.epoch.number,
            validators: network.validators.map(\.member.text),
            offences: status.snapshot.view.offences().map { OffenceBody($0.offence, $0.entry) },
            strongroom: StrongroomStateBody(status.strongroom), deposits: DepositStateBody(status.deposits),
            disclosures: SealedStateBody(sealed: status.disclosures.sealed, overdue: status.disclosures.overdue))
    }
}

extension RoundBody {
    init(_ state: RoundState) {
        self.init(
            height: state.height.value, round: state.round, step: state.step, proposer: state.proposer.text,
            since: state.since, missing: state.missing.map { MissingBody(what: $0.what, from: $0.from.map(\.text)) },
            doubt: state.doubt.map { DoubtBody($0) })
    }
}

extension DoubtBody {
    init(_ state: DoubtState) {
        self.init(
            code: state.code, detail: state.words, isAllowed: state.isAllowed, needed: state.needed,
            missing: state.missing.map(\.text), resume: state.resume?.value)
    }
}

extension OffenceBody {
    init(_ offence: Offence, _ entry: OffenceEntry) {
        self.init(
            member: offence.member.text, kind: offence.kind.word, place: offence.place, round: offence.round,
            height: entry.height.value, time: entry.time)
    }
}

extension StrongroomStateBody {
    init(_ state: StrongroomState) {
        self.init(entries: state.entries, bytes: state.bytes, lacking: state.lacking, waiting: state.waiting)
    }
}

extension DepositStateBody {
    init(_ state: DepositState) {
        self.init(deposits: state.deposits, unclaimed: state.unclaimed, bytes: state.bytes, lacking: state.lacking)
    }
}

extension PeerBody {
    init(_ state: PeerState) {
        self.init(
            member: state.member.text, standing: state.standing.rawValue, isConnected: state.isConnected,
            since: state.connectedSince, roundTrip: state.roundTripMicroseconds, clockOffset: state.clockOffset,
            software: state.software,
            lastEnd: state.lastEnd.map { LinkEndBody(code: $0.code, detail: $0.detail, time: $0.time) },
            secondProcesses: state.secondProcesses)
    }
}

/// The version of the program.
public enum ProgramVersion {
    public static let text = "0.1.0"
}

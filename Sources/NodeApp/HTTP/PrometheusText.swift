internal import Foundation
internal import Ledger
internal import Rulebook

/// A node's metrics in the text form that Prometheus reads (version 0.0.4).
struct PrometheusText {
    private(set) var text = ""

    init(_ tally: NodeTally, _ status: NodeStatus, eventStreams: Int) {
        let head = status.snapshot.head
        let now = Date().timeIntervalSince1970
        value("blocks_total", "counter", "Blocks made final since the start.", tally.blocks)
        value("statements_total", "counter", "Statements in final blocks since the start.", tally.statements)
        value("records_total", "counter", "Records in final blocks since the start.", tally.records)
        value("received_bytes_total", "counter", "Bytes of request bodies.", tally.bytesReceived)
        value("height", "gauge", "Height of the newest final block.", head.height.value)
        value("log_leaves", "gauge", "Leaves under the newest final checkpoint.", status.snapshot.size)
        value("log_bytes", "gauge", "Bytes of the log's files.", status.logBytes)
        let age = max(0, now - Double(head.time) / 1_000)
        value("last_block_age_seconds", "gauge", "Time since the newest final block.", age)
        value("waiting_statements", "gauge", "Statements that wait for a block.", status.waitingStatements)
        value("waiting_bytes", "gauge", "Bytes of the statements that wait for a block.", status.waitingBytes)
        value("event_streams", "gauge", "Event streams that are open.", eventStreams)
        value("problems", "gauge", "Things that keep the node from working.", status.problems.count)
        value("damaged_files", "gauge", "Stored files found damaged since the start.", status.damaged.count)
        value("start_time_seconds", "gauge", "When the node started.", Double(status.started) / 1_000)
        strongroom(tally, status.strongroom)
        deposits(status.deposits)
        let disclosures = status.disclosures
        value("disclosures_sealed", "gauge", "Disclosures on the ledger that are closed.", disclosures.sealed)
        value("disclosures_overdue", "gauge", "Of these, the time is over.", disclosures.overdue)
        if let memory = ProcessMemory.residentBytes {
            value("resident_memory_bytes", "gauge", "Memory that the process holds.", memory)
        }
        peers(status.peers)
        if let round = status.round {
            value("round", "gauge", "Round of the height that is open.", round.round)
        }
        refusals(tally)
        steps(tally)
        requests(tally)
    }

    private mutating func strongroom(_ tally: NodeTally, _ state: StrongroomState) {
        value("strongroom_puts_total", "counter", "Puts that clients handed in here since the start.", tally.puts)
        value("strongroom_bodies_total", "counter", "Sealed bodies in these puts.", tally.sealedBodies)
        value("strongroom_entries", "gauge", "Sealed bodies that are held.", state.entries)
        value("strongroom_bytes", "gauge", "Their bytes, with those of the lists.", state.bytes)
        value("strongroom_lacking", "gauge", "Sealed bodies that are damaged or not here yet.", state.lacking)
        value("strongroom_waiting_puts", "gauge", "Puts that not every node is known to hold.", state.waiting)
        value("strongroom_out", "gauge", "Whether it takes nothing.", state.problem == nil ? 0 : 1)
    }

    private mutating func deposits(_ state: DepositState) {
        value("deposits", "gauge", "Deposits of grants that are held.", state.deposits)
        value("deposits_unclaimed", "gauge", "Of these, no block has named.", state.unclaimed)
        value("deposits_bytes", "gauge", "Bytes of their parts.", state.bytes)
        value("deposits_lacking", "gauge", "Deposits of grants that are damaged or not here.", state.lacking)
        value("deposits_out", "gauge", "Whether none are taken.", state.problem == nil ? 0 : 1)
    }

    private mutating func peers(_ peers: [PeerState]) {
        guard !peers.isEmpty else { return }
        each("peer_connected", "gauge", "Whether the link to a validator is open.", peers) { $0.isConnected ? 1 : 0 }
        each(
            "peer_round_trip_seconds", "gauge", "Time there and back.", peers.filter { $0.roundTripMicroseconds != nil }
        ) { Double($0.roundTripMicroseconds ?? 0) / 1_000_000 }
        each("peer_received_bytes_total", "counter", "Bytes from a validator.", peers) { $0.bytesIn }
        each("peer_sent_bytes_total", "counter", "Bytes to a validator.", peers) { $0.bytesOut }
        each("peer_received_messages_total", "counter", "Messages from a validator.", peers) { $0.messagesIn }
        each("peer_sent_messages_total", "counter", "Messages to a validator.", peers) { $0.messagesOut }
        each("peer_queued_bytes", "gauge", "Bytes that wait for the wire.", peers) { $0.queuedBytes }
        each("peer_dropped_total", "counter", "Messages that gave way to newer ones.", peers) { $0.dropped }
        each("peer_links_total", "counter", "Links opened since the start.", peers) { $0.linkCount }
    }

    private mutating func each(
        _ name: String, _ type: String, _ help: String, _ peers: [PeerState],
        _ number: (PeerState) -> some LosslessStringConvertible
    ) {
        head(name, type, help)
        for peer in peers { sample(name, "peer=\"\(peer.member.text)\"", String(number(peer))) }
    }

    private mutating func refusals(_ tally: NodeTally) {
        head("refused_total", "counter", "Refused statements by the rule's code.")
        for (code, count) in tally.refusals.sorted(by: { $0.key < $1.key }) {
            sample("refused_total", "code=\"\(code)\"", String(count))
        }
    }

    private mutating func steps(_ tally: NodeTally) {
        head("step_seconds", "histogram", "Duration of the steps of the node's work.")
        for step in NodeStep.allCases {
            histogram("step_seconds", "step=\"\(step.name)\"", tally.steps[step.rawValue])
        }
    }

    private mutating func requests(_ tally: NodeTally) {
        head("request_seconds", "histogram", "Duration of answering requests, by route and status.")
        let answers = tally.answers.sorted { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) }
        for (answer, durations) in answers {
            histogram("request_seconds", "route=\"\(answer.route)\",status=\"\(answer.status)\"", durations)
        }
    }

    private mutating func value(
        _ name: String, _ type: String, _ help: String, _ number: some LosslessStringConvertible
    ) {
        head(name, type, help)
        text += "deedbox_\(name) \(number)\n"
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP deedbox_\(name) \(help)\n# TYPE deedbox_\(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: String, _ number: String) {
        text += "deedbox_\(name){\(labels)} \(number)\n"
    }

    private mutating func histogram(_ name: String, _ labels: String, _ histogram: Histogram) {
        var below: UInt64 = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            below += count
            sample(name + "_bucket", labels + ",le=\"\(bound)\"", String(below))
        }
        sample(name + "_bucket", labels + ",le=\"+Inf\"", String(histogram.count))
        sample(name + "_sum", labels, String(histogram.sum))
        sample(name + "_count", labels, String(histogram.count))
    }
}

/// What the system says of this process.
enum ProcessMemory {
    /// Bytes in memory; nil where the system does not say.
    static var residentBytes: Int? {
        guard let file = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = file.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        return kibibytes * 1_024
    }
}

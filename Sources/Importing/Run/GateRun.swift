import Foundation
public import Rulebook
import Signing

/// One run over a source: rows come out one after another, accepted or refused, with constant memory.
///
/// The source is read twice: once to know its digest and its encoding, and then row by row. A run that goes on from a
/// checkpoint gives out nothing twice (`GateCheckpoint`). It belongs to one task at a time.
public struct GateRun {
    private var source: OpenedSource
    private var mapper: RowMapper
    private var gate: RowGate
    private var faults: FaultList
    private var identity: RowIdentity
    private var seen = SeenKeys()
    private var raw = TableRow()
    private var values = TableRow()
    private var prefix = SHA256()
    private var rest: ResumedRun?
    private let report: GateReport?
    private let rules: Digest
    private let options: GateOptions
    private let start = ContinuousClock.now
    private var isAtEnd = false
    /// How the rows up to here came out; all of them, before a checkpoint too.
    public private(set) var tally = GateTally()

    /// Opens a source: the path of a file, or for PostgreSQL a connection (`service=name`, `host=… dbname=…`).
    ///
    /// `lists` holds the code lists that the type's fields name. With a checkpoint its own options are taken, whatever
    /// day it is. `report` names a folder for the report, which is written from the beginning, also when a run goes on.
    /// Throws `SourceError`, `MappingError`.
    public init(
        _ location: String, mapping: Mapping, type: TypeDefinition, lists: [CodeList] = [], options: GateOptions,
        from checkpoint: GateCheckpoint? = nil, report folder: String? = nil
    ) throws {
        let options = checkpoint?.options ?? options
        self.options = options
        rules = GateRun.digest(mapping, type, lists, options)
        if let checkpoint, checkpoint.rules != rules { throw SourceError.checkpoint(.rules) }
        source = try OpenedSource.open(location, mapping)
        if let checkpoint, checkpoint.source != source.survey?.digest { throw SourceError.checkpoint(.source) }
        mapper = try RowMapper(mapping, type, lists: lists, columns: source.table.columns)
        gate = RowGate(mapper.form, isSample: options.isSample, today: options.today)
        faults = FaultList(mapper.form)
        identity = mapper.identity
        rest = checkpoint.map(ResumedRun.init)
        report = try folder.map { [source] in
            try GateReport(folder: $0, columns: source.table.columns, encoding: source.encoding)
        }
    }

    /// The next row that was not given out before; nil at the end of the source. Throws `SourceError`.
    public mutating func next() throws -> GateItem? {
        do {
            while let item = try step() {
                try report?.add(item, raw)
                guard rest == nil else {
                    try passCheckpoint()
                    continue
                }
                return item
            }
        } catch let error as CSVError { throw SourceError.csv(error) }
        try finish()
        return nil
    }

    /// Where the run is: the rows given out so far.
    public var checkpoint: GateCheckpoint {
        GateCheckpoint(
            rows: rows, offset: source.bytes.progress, prefix: prefixDigest, rules: rules,
            source: source.survey?.digest, options: options, accepted: tally.accepted, refused: tally.refused)
    }

    /// How far the run is.
    public var progress: GateProgress {
        GateProgress(
            rows: rows, bytes: source.bytes.progress, totalBytes: source.totalBytes, milliseconds: milliseconds)
    }

    /// What the run has come to so far.
    public var summary: GateSummary {
        GateSummary(
            tally: tally, source: source.survey?.digest ?? prefixDigest,
            byteCount: source.totalBytes ?? source.bytes.progress, encoding: source.encoding,
            milliseconds: milliseconds, isComplete: isAtEnd)
    }

    /// Rows behind the header that were read.
    private var rows: Int { source.table.lastRow - source.table.headRows }

    private var milliseconds: UInt64 {
        let passed = start.duration(to: .now).components
        return UInt64(passed.seconds) * 1_000 + UInt64(passed.attoseconds / 1_000_000_000_000_000)
    }

    private var prefixDigest: Digest {
        var prefix = prefix
        return prefix.finalize()
    }

    /// Reads one row and judges it; nil at the end.
    private mutating func step() throws -> GateItem? {
        guard !isAtEnd else { return nil }
        let reading = try source.table.next(&raw)
        tally.blank = source.table.blankRows
        switch reading {
        case .end: return nil
        case .fault(let rule, let field, let fact):
            faults.begin(raw.number)
            faults.add(field: field, rule, fact)
            note(raw)
            return refused()
        case .row:
            note(raw)
            return try judge()
        }
    }

    private mutating func judge() throws(SourceError) -> GateItem {
        faults.begin(raw.number)
        mapper.map(raw, into: &values, &faults)
        gate.check(values, &faults)
        guard let id = identity.digest(of: values) else {
            faults.begin(raw.number)
            faults.add(field: "", .notUTF8, RuleWords.rowNotUTF8)
            return refused()
        }
        guard faults.isEmpty else { return refused() }
        let key = mapper.key.isEmpty ? id : keyDigest()
        if let first = seen.row(of: key) {
            faults.add(field: mapper.keyName, .duplicate, RuleWords.duplicate(of: first))
            return refused()
        }
        guard seen.count < SeenKeys.limit else { throw SourceError.tooManyRows(limit: SeenKeys.limit) }
        seen.insert(key, row: raw.number)
        tally.accepted += 1
        return .accepted(mapper.row(values, id: id))
    }

    private mutating func refused() -> GateItem {
        tally.refuse(faults.list)
        return .refused(RefusedRow(number: faults.row, faults: faults.list))
    }

    private func keyDigest() -> Digest {
        var hasher = SHA256()
        for slot in mapper.key {
            hasher.update(values.field(slot))
            hasher.update([0])
        }
        return hasher.finalize()
    }

    /// Feeds the row as it was read into the digest of all rows so far.
    private mutating func note(_ row: TableRow) {
        var lengths: [UInt8] = []
        lengths.reserveCapacity(row.count * 4 + 8)
        for number in [row.number] + row.ends {
            for shift in [24, 16, 8, 0] { lengths.append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
        prefix.update(lengths)
        prefix.update(row.bytes)
    }

    private mutating func passCheckpoint() throws {
        guard let rest, rows >= rest.checkpoint.rows else { return }
        try rest.check(rows: rows, prefix: prefixDigest, tally)
        self.rest = nil
    }

    private mutating func finish() throws {
        guard !isAtEnd else { return }
        if let rest { try rest.check(rows: rows, prefix: prefixDigest, tally) }
        guard tally.read == rows, tally.addsUp else {
            preconditionFailure("\(rows) rows were read, and the tally has \(tally.read)")
        }
        isAtEnd = true
        try report?.finish(summary)
    }

    private static func digest(
        _ mapping: Mapping, _ type: TypeDefinition, _ lists: [CodeList], _ options: GateOptions
    ) -> Digest {
        var hasher = SHA256()
        let parts = [mapping.readable, type.readable] + lists.map(\.readable) + [options.readable]
        for part in parts { hasher.update(SHA256.digest(Array(part.compact.utf8))) }
        return hasher.finalize()
    }
}

/// A run that has not come to its checkpoint yet.
private struct ResumedRun {
    let checkpoint: GateCheckpoint

    init(_ checkpoint: GateCheckpoint) { self.checkpoint = checkpoint }

    /// Refuses to go on when the rows came out otherwise than before.
    func check(rows: Int, prefix: Digest, _ tally: GateTally) throws(SourceError) {
        guard rows == checkpoint.rows, prefix == checkpoint.prefix, tally.accepted == checkpoint.accepted,
            tally.refused == checkpoint.refused
        else { throw .checkpoint(.rows) }
    }
}

internal import Signing

/// One file of the journal: a page with header and mark, then the records.
///
/// Header: `deedintk`, first sequence (u64), SHA-256 over both. At 512 the mark: acknowledged end (u64), done
/// through (u64), SHA-256 over header digest and both. Record: length (u32), the first 4 bytes of its chain
/// value, sequence (u64), payload. Its chain value is SHA-256 over the previous one (the header's digest for
/// the first), length, sequence and payload. Numbers are big-endian.
struct IntakeSegment: Sendable {
    static let headerBytes: UInt64 = 4_096
    static let recordHeaderBytes = 16
    static let suffix = ".journal"
    private static let magic = Array("deedintk".utf8)
    private static let markOffset = 512

    let firstSequence: UInt64

    init(firstSequence: UInt64) { self.firstSequence = firstSequence }

    /// Nil unless the name is one of a segment.
    init?(name: String) {
        guard name.hasSuffix(IntakeSegment.suffix),
            let sequence = UInt64(name.dropLast(IntakeSegment.suffix.count)), (1...1 << 62).contains(sequence),
            IntakeSegment(firstSequence: sequence).name == name
        else { return nil }
        firstSequence = sequence
    }

    var name: String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: max(0, 20 - digits.count)) + digits + IntakeSegment.suffix
    }

    /// Where the chain of records begins.
    var seed: Digest { SHA256.digest(fixedHeader) }

    private var fixedHeader: [UInt8] {
        var bytes = IntakeSegment.magic
        Words.append(firstSequence, to: &bytes)
        return bytes
    }

    /// Makes the file whole before it has its name, so that a crash never leaves one with half a header.
    func create(in directory: Directory, doneThrough: UInt64, payloads: [[UInt8]] = []) throws -> OpenFile {
        let draft = name + ".new"
        if try directory.contains(draft) { try directory.remove(draft) }
        let file = try OpenFile(directory.path(of: draft), .creating)
        let (bytes, _) = encode(payloads, from: firstSequence, behind: seed)
        try file.write(page + bytes, at: 0)
        let end = IntakeSegment.headerBytes + UInt64(bytes.count)
        try write(IntakeMark(acknowledgedEnd: end, doneThrough: doneThrough), to: file)
        try file.syncData()
        try directory.rename(draft, to: name)
        try directory.sync()
        return try OpenFile(directory.path(of: name), .writing)
    }

    private var page: [UInt8] {
        let header = fixedHeader + seed.bytes
        return header + [UInt8](repeating: 0, count: Int(IntakeSegment.headerBytes) - header.count)
    }

    /// Replaces the mark; it becomes durable with the next sync.
    func write(_ mark: IntakeMark, to file: OpenFile) throws {
        try file.write(encode(mark), at: UInt64(IntakeSegment.markOffset))
    }

    private func encode(_ mark: IntakeMark) -> [UInt8] {
        var bytes: [UInt8] = []
        Words.append(mark.acknowledgedEnd, to: &bytes)
        Words.append(mark.doneThrough, to: &bytes)
        SHA256.digest(seed.bytes + bytes).append(to: &bytes)
        return bytes
    }

    /// The mark of a segment; nil when it was altered.
    func mark(in bytes: [UInt8]) -> IntakeMark? {
        let field = bytes.dropFirst(IntakeSegment.markOffset)
        guard let end = Words.read(UInt64.self, field), let done = Words.read(UInt64.self, field.dropFirst(8)) else {
            return nil
        }
        let mark = IntakeMark(acknowledgedEnd: end, doneThrough: done)
        return field.starts(with: encode(mark)) ? mark : nil
    }

    /// True when the header is this segment's.
    func hasHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count >= Int(IntakeSegment.headerBytes) && bytes.starts(with: fixedHeader + seed.bytes)
    }

    /// The chain value of a record behind another.
    static func chain(_ previous: Digest, sequence: UInt64, payload: some Collection<UInt8>) -> Digest {
        var head: [UInt8] = []
        Words.append(UInt32(payload.count), to: &head)
        Words.append(sequence, to: &head)
        var hasher = SHA256()
        hasher.update(previous)
        hasher.update(head)
        hasher.update(payload)
        return hasher.finalize()
    }

    /// What a record carries of its chain value.
    static func check(_ chain: Digest) -> UInt32 { UInt32(chain.words.0 >> 32) }

    /// The records of payloads, and the chain value of the last.
    func encode(
        _ payloads: [[UInt8]], from sequence: UInt64, behind previous: Digest
    ) -> (bytes: [UInt8], chain: Digest) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payloads.reduce(0) { $0 + $1.count + IntakeSegment.recordHeaderBytes })
        var chain = previous
        for (offset, payload) in payloads.enumerated() {
            let sequence = sequence + UInt64(offset)
            chain = IntakeSegment.chain(chain, sequence: sequence, payload: payload)
            Words.append(UInt32(payload.count), to: &bytes)
            Words.append(IntakeSegment.check(chain), to: &bytes)
            Words.append(sequence, to: &bytes)
            bytes += payload
        }
        return (bytes, chain)
    }
}

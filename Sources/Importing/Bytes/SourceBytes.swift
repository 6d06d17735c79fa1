import Signing
import Synchronization

/// The text of a source as UTF-8, a piece at a time, without a byte order mark; knows how far it is.
final class SourceBytes {
    private enum Origin {
        case file(FileBytes, survey: SourceSurvey, Transcoder?)
        case program(ClientProgram)
    }

    private let origin: Origin
    private var hasher = SHA256()
    private var raw = [UInt8](repeating: 0, count: 1 << 17)
    /// Text that was decoded and not yet taken.
    private var decoded: [UInt8] = []
    private var position = 0
    private var isAtStart = true
    private var byteCount: UInt64 = 0
    private let read = Atomic<UInt64>(0)

    /// Bytes of the source that were read; may be asked from any thread.
    var progress: UInt64 { read.load(ordering: .relaxed) }

    /// The text of a file that was looked at.
    init(_ file: FileBytes, _ survey: SourceSurvey) {
        let transcoder: Transcoder? =
            switch survey.encoding {
            case .utf8: nil
            case .gb18030: Transcoder(from: .gb18030, to: .utf8)
            }
        origin = .file(file, survey: survey, transcoder)
    }

    /// The output of a program, which is UTF-8.
    init(_ program: ClientProgram) { origin = .program(program) }

    /// Fills the buffer; returns how many bytes there are, 0 at the end.
    func fill(_ buffer: inout [UInt8]) throws(SourceError) -> Int {
        while position == decoded.count {
            guard try readMore() else { return 0 }
        }
        let count = min(buffer.count, decoded.count - position)
        buffer.replaceSubrange(..<count, with: decoded[position..<position + count])
        position += count
        return count
    }

    /// Decodes the next piece; false at the end of the source.
    private func readMore() throws(SourceError) -> Bool {
        decoded.removeAll(keepingCapacity: true)
        position = 0
        switch origin {
        case .program(let program):
            let count = try program.read(into: &raw)
            advance(count)
            decoded += raw[..<count]
            return count > 0
        case .file(let file, let survey, let transcoder):
            let count = try file.read(into: &raw, at: byteCount)
            hasher.update(raw[..<count])
            advance(count)
            try decode(raw[..<count], transcoder)
            if isAtStart { dropMark() }
            guard count == 0 else { return true }
            var hasher = hasher
            guard byteCount == survey.byteCount, hasher.finalize() == survey.digest else { throw .text(.changed) }
            return false
        }
    }

    private func advance(_ count: Int) {
        byteCount += UInt64(count)
        read.store(byteCount, ordering: .relaxed)
    }

    private func decode(_ bytes: ArraySlice<UInt8>, _ transcoder: Transcoder?) throws(SourceError) {
        guard let transcoder else { return decoded += bytes }
        do throws(Transcoder.BadSequence) {
            try transcoder.convert(bytes, into: &decoded)
            if bytes.isEmpty { try transcoder.finish() }
        } catch { throw .text(.changed) }
    }

    private func dropMark() {
        isAtStart = false
        if decoded.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }
}

import Glibc

/// Text from one encoding into another, a piece at a time, by iconv(3).
@safe final class Transcoder {
    private let descriptor: iconv_t
    /// Bytes that were taken in so far.
    private(set) var consumed: UInt64 = 0
    /// The beginning of a character whose rest did not come yet.
    private var rest: [UInt8] = []

    /// A sequence that the encoding does not have; the offset is that of its first byte.
    struct BadSequence: Error, Equatable {
        let offset: UInt64
    }

    init(from: TextEncoding, to: TextEncoding) {
        guard let opened = unsafe iconv_open(to.iconvName, from.iconvName), unsafe opened != iconv_t(bitPattern: -1)
        else { preconditionFailure("the C library does not convert \(from.rawValue) to \(to.rawValue)") }
        unsafe descriptor = opened
    }

    deinit { _ = unsafe iconv_close(descriptor) }

    /// Appends what these bytes say in the other encoding; a character that is not whole yet waits for the next piece.
    func convert(_ input: ArraySlice<UInt8>, into output: inout [UInt8]) throws(BadSequence) {
        var source = rest + input
        let from = consumed - UInt64(rest.count)
        rest = []
        var position = 0
        while position < source.count {
            let (taken, code) = step(&source, from: position, into: &output)
            position += taken
            if code == EINVAL {
                rest = Array(source[position...])
                break
            }
            guard code == 0 || code == E2BIG else { throw BadSequence(offset: from + UInt64(position)) }
        }
        consumed = from + UInt64(source.count)
    }

    /// Refuses text that ends in the middle of a character.
    func finish() throws(BadSequence) {
        guard rest.isEmpty else { throw BadSequence(offset: consumed - UInt64(rest.count)) }
    }

    /// One call: how many bytes were taken, and why it stopped (0: all were).
    private func step(
        _ source: inout [UInt8], from position: Int, into output: inout [UInt8]
    ) -> (taken: Int, code: Int32) {
        let old = output.count
        let room = (source.count - position) * 2 + 16
        output.append(contentsOf: repeatElement(0, count: room))
        var inLeft = source.count - position
        var outLeft = room
        let result = unsafe source.withUnsafeMutableBytes { input in
            unsafe output.withUnsafeMutableBytes { target in
                var from = unsafe input.baseAddress?.advanced(by: position).assumingMemoryBound(to: CChar.self)
                var into = unsafe target.baseAddress?.advanced(by: old).assumingMemoryBound(to: CChar.self)
                return unsafe iconv(descriptor, &from, &inLeft, &into, &outLeft)
            }
        }
        let code = result == -1 ? errno : 0
        output.removeLast(outLeft)
        return (source.count - position - inLeft, code)
    }
}

extension TextEncoding {
    fileprivate var iconvName: String {
        switch self {
        case .utf8: "UTF-8"
        case .gb18030: "GB18030"
        }
    }
}

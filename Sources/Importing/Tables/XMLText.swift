import Foundation
import FoundationXML

/// The text of an XML document on its way to the parser: without its declaration, and refused when a document type is
/// declared in it, so that there are no entities but the five that XML has by itself.
final class XMLText {
    private let fill: (inout [UInt8]) throws -> Int
    private var head: [UInt8]
    private var tail: [UInt8] = []
    private static let maxDeclaration = 1_024
    private static let documentType = Array("<!DOCTYPE".utf8)

    /// Reads and checks the declaration.
    init(_ encoding: TextEncoding, fill: @escaping (inout [UInt8]) throws -> Int) throws {
        self.fill = fill
        head = []
        var chunk = [UInt8](repeating: 0, count: XMLText.maxDeclaration)
        while head.count < XMLText.maxDeclaration {
            let count = try fill(&chunk)
            guard count > 0 else { break }
            head += chunk[..<count]
        }
        let start = Array("<?xml".utf8)
        guard head.starts(with: start), head.count > 5, [0x20, 0x09, 0x0a, 0x0d].contains(head[5]) else { return }
        let end = (5..<max(5, head.count - 1)).first {
            head[$0] == UInt8(ascii: "?") && head[$0 + 1] == UInt8(ascii: ">")
        }
        guard let end else { throw SourceError.xml(.malformed, row: 0) }
        try XMLText.check(String(decoding: head[5..<end], as: UTF8.self), encoding)
        head.removeFirst(end + 2)
    }

    /// The next bytes; none at the end.
    func next(_ count: Int) throws -> [UInt8] {
        var bytes = head
        head = []
        if bytes.isEmpty {
            bytes = [UInt8](repeating: 0, count: count)
            let found = try fill(&bytes)
            bytes.removeLast(bytes.count - found)
        } else if bytes.count > count {
            head = Array(bytes[count...])
            bytes.removeLast(bytes.count - count)
        }
        try look(at: bytes)
        return bytes
    }

    /// Refuses `<!DOCTYPE` in any case of letters, wherever it stands.
    private func look(at bytes: [UInt8]) throws {
        let window = tail + bytes
        let count = XMLText.documentType.count
        if window.count >= count {
            for start in 0...window.count - count where window[start] == UInt8(ascii: "<") {
                let isFound = zip(window[start..<start + count], XMLText.documentType).allSatisfy { found, wanted in
                    found == wanted || found & 0xdf == wanted && found >= 0x61
                }
                if isFound { throw SourceError.xml(.documentType, row: 0) }
            }
        }
        tail = Array(window.suffix(count - 1))
    }

    private static func check(_ declaration: String, _ encoding: TextEncoding) throws {
        let words = declaration.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            .replacingOccurrences(of: " =", with: "=").replacingOccurrences(of: "= ", with: "=")
            .replacingOccurrences(of: "'", with: "\"")
        guard words.hasPrefix("version=\"1.0\"") else { throw SourceError.xml(.version, row: 0) }
        guard let found = words.range(of: "encoding=\"") else { return }
        let name = words[found.upperBound...].prefix { $0 != "\"" }.uppercased()
        let fitting: Set<String> =
            switch encoding {
            case .utf8: ["UTF-8", "UTF8", "US-ASCII", "ASCII"]
            case .gb18030: ["GB18030", "GBK", "GB2312", "CP936"]
            }
        // ASCII bytes are right in either.
        let isASCII = encoding == .utf8 && ["GB18030", "GBK", "GB2312", "CP936"].contains(name)
        guard fitting.contains(name) || isASCII else {
            throw SourceError.xml(.declaredEncoding(String(name.prefix(40))), row: 0)
        }
    }
}

/// What the parser reads: the text, as a stream that it pulls from.
final class XMLInput: InputStream {
    private let text: XMLText
    private var rest: ArraySlice<UInt8> = []
    private var isAtEnd = false
    /// Why the text could not be read to its end.
    private(set) var failure: SourceError?

    init(_ text: XMLText) {
        self.text = text
        super.init(data: Data())
    }

    override func open() {}
    override func close() {}
    override var hasBytesAvailable: Bool { !isAtEnd }
    override var streamStatus: Stream.Status { failure != nil ? .error : isAtEnd ? .atEnd : .open }
    override var streamError: (any Error)? { failure }

    override func getBuffer(
        _ buffer: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>, length: UnsafeMutablePointer<Int>
    ) -> Bool { false }

    override func read(_ buffer: UnsafeMutablePointer<UInt8>, maxLength: Int) -> Int {
        do {
            while rest.isEmpty {
                let bytes = try text.next(1 << 16)
                guard !bytes.isEmpty else {
                    isAtEnd = true
                    return 0
                }
                rest = bytes[...]
            }
        } catch {
            failure = error as? SourceError ?? .xml(.malformed, row: 0)
            isAtEnd = true
            return -1
        }
        let count = min(maxLength, rest.count)
        for (index, byte) in rest.prefix(count).enumerated() { unsafe buffer[index] = byte }
        rest = rest.dropFirst(count)
        return count
    }
}

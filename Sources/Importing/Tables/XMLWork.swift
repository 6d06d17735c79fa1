import Foundation
import FoundationXML
import Rulebook

/// The parsing of one document: it makes records of elements and puts them into the channel.
final class XMLWork: NSObject, XMLParserDelegate {
    private let input: XMLInput
    private let record: [String]
    private let known: RecordColumns
    private let channel: RowChannel
    private var open: [Element] = []
    private var values: RecordValues?
    private var byteCount = 0
    private var row = 0
    private var failure: SourceError?

    static let maxDepth = 32
    static let maxAttributes = 64

    /// An element whose end did not come yet.
    private struct Element {
        let name: String
        /// Its name below the record; nil outside of records.
        let path: [UInt8]?
        var text: [UInt8] = []
        var hasChildren = false
    }

    init(_ text: XMLText, record: [String], _ known: RecordColumns, _ channel: RowChannel) {
        input = XMLInput(text)
        self.record = record
        self.known = known
        self.channel = channel
    }

    /// Parses to the end, or to the first thing that is wrong.
    func run() {
        let parser = XMLParser(stream: input)
        parser.shouldResolveExternalEntities = false
        parser.delegate = self
        let isGood = parser.parse()
        if let failure = failure ?? input.failure?.inRow(row + 1) {
            _ = channel.put(.failed(failure))
        } else if !isGood || row == 0 && !hasRoot {
            _ = channel.put(.failed(.xml(.malformed, row: row + 1)))
        } else {
            _ = channel.put(.end)
        }
    }

    private var hasRoot = false

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard open.count < XMLWork.maxDepth else { return stop(parser, .tooDeep(limit: XMLWork.maxDepth)) }
        guard attributes.count <= XMLWork.maxAttributes else {
            return stop(parser, .tooManyAttributes(limit: XMLWork.maxAttributes))
        }
        if open.isEmpty {
            hasRoot = true
            guard name == record[0] else { return stop(parser, .wrongRoot(String(name.prefix(100)))) }
        }
        if !open.isEmpty { open[open.count - 1].hasChildren = true }
        open.append(Element(name: name, path: path(of: name)))
        if isRecord { values = RecordValues(known) }
        take(attributes, parser)
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        take(Array(text.utf8), parser)
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        take(Array(block), parser)
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard let element = open.last else { return }
        if let path = element.path { close(element, path) }
        let isEnd = isRecord
        open.removeLast()
        guard isEnd, let values else { return }
        self.values = nil
        byteCount = 0
        row += 1
        if !channel.put(.record(values)) { parser.abortParsing() }
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        if failure == nil, input.failure == nil { failure = .xml(.malformed, row: row + 1) }
    }

    /// True when the innermost open element is a record.
    private var isRecord: Bool {
        open.count == record.count && zip(open, record).allSatisfy { $0.name == $1 }
    }

    /// The name of an element below the record; nil for the record itself and outside of it.
    private func path(of name: String) -> [UInt8]? {
        guard values != nil else { return nil }
        guard let outer = open.last?.path else { return Array(name.utf8) }
        return outer + [UInt8(ascii: "/")] + name.utf8
    }

    private func take(_ attributes: [String: String], _ parser: XMLParser) {
        guard var values, !attributes.isEmpty else { return }
        let prefix = (open.last?.path).map { $0 + [UInt8(ascii: "/")] } ?? []
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            byteCount += value.utf8.count
            values.set(prefix + [UInt8(ascii: "@")] + name.utf8, Array(value.utf8), known)
        }
        self.values = values
        if byteCount > LineReader.maxByteCount { stopTooLong(parser) }
    }

    private func take(_ text: [UInt8], _ parser: XMLParser) {
        guard values != nil, !open.isEmpty else { return }
        byteCount += text.count
        guard byteCount <= LineReader.maxByteCount else { return stopTooLong(parser) }
        open[open.count - 1].text += text
    }

    /// A leaf is a value; text beside elements is none.
    private func close(_ element: Element, _ path: [UInt8]) {
        if !element.hasChildren {
            values?.set(path, element.text, known)
        } else if element.text.contains(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
            values?.note(.unreadable, path, RuleWords.mixedContent)
        }
    }

    private func stop(_ parser: XMLParser, _ fault: XMLFault) {
        if failure == nil { failure = .xml(fault, row: row + 1) }
        parser.abortParsing()
    }

    private func stopTooLong(_ parser: XMLParser) {
        if failure == nil { failure = .rowTooLong(row: row + 1, limit: LineReader.maxByteCount) }
        parser.abortParsing()
    }
}

extension SourceError {
    /// The same refusal, told at a row.
    fileprivate func inRow(_ row: Int) -> SourceError {
        if case .xml(let fault, _) = self { .xml(fault, row: row) } else { self }
    }
}

internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import NodeAPI

/// The media types that a node speaks.
enum MediaTypes {
    static let text = "text/plain; charset=utf-8"
    static let json = "application/json"
    static let cbor = "application/cbor"
    static let bytes = "application/octet-stream"
    static let cose = "application/cose"
    static let events = "text/event-stream"
    static let prometheus = "text/plain; version=0.0.4; charset=utf-8"
}

/// How long an answer may be kept by caches.
enum Caching: String {
    /// Ask again each time.
    case none = "no-cache"
    /// The bytes at this address never change.
    case forever = "public, max-age=31536000, immutable"
    /// They do not change either, but the address goes out of use.
    case minutes = "public, max-age=300"
}

extension Response {
    /// Bytes of a media type.
    init(_ bytes: [UInt8], as mediaType: String, status: Int = 200, caching: Caching = .none) {
        self.init(
            status: .init(code: status), headers: [.contentType: mediaType, .cacheControl: caching.rawValue],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A text.
    init(_ text: String, as mediaType: String = MediaTypes.text) {
        self.init(Array(text.utf8), as: mediaType)
    }

    /// A body in JSON.
    init(json body: some Encodable) throws {
        self.init(Array(try JSONText.encoded(body)), as: MediaTypes.json)
    }

    /// A problem; how long to wait is said for those that pass by themselves.
    init(_ problem: Problem, retryAfter seconds: Int? = nil) {
        let text = (try? JSONText.encoded(problem)) ?? Data("{}".utf8)
        self.init(Array(text), as: Problem.mediaType, status: problem.status)
        let wait = seconds ?? (problem.status == 503 ? 1 : nil)
        if let wait { headers[.retryAfter] = String(wait) }
    }

    /// The same answer, after which nothing more is read from the connection.
    func closing(_ channel: any Channel) -> Response {
        let original = body
        var headers = headers
        headers[.connection] = "close"
        let body = ResponseBody(contentLength: original.contentLength) { writer in
            try await original.write(writer)
            channel.close(mode: .input, promise: nil)
        }
        return Response(status: status, headers: headers, body: body)
    }
}

extension JSONText {
    /// The JSON form of a body, its members in the order of their names.
    static func encoded(_ body: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(body)
    }
}

public import Hummingbird
public import Signing

extension Response {
    /// A JSON value.
    public init(_ value: JSONValue, status: Int = 200, as mediaType: String = "application/json") {
        self.init(Array(value.compact.utf8), as: mediaType, status: status)
    }

    /// Bytes of a media type, never kept by caches unless it is said.
    public init(_ bytes: [UInt8], as mediaType: String, status: Int = 200, caching: String = "no-store") {
        self.init(
            status: .init(code: status), headers: [.contentType: mediaType, .cacheControl: caching],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

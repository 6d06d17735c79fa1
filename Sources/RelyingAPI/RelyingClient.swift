internal import AsyncHTTPClient
public import Credentials
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
public import Sealing
internal import Signing

/// Speaks to a relying party's desk over HTTP, as a wallet does. Nothing that it says is believed beyond its form: a
/// request is for the caller to check.
public struct RelyingClient: Sendable {
    private let timeoutSeconds: Int64

    /// What a desk answers to a fetch.
    public static let sealedMediaType = "application/vnd.deedbox.request+sealed"
    /// What a wallet posts.
    public static let answerMediaType = "application/cbor"

    /// A client whose requests take at most so long; a desk waits with an answer until the grant is final.
    public init(timeoutSeconds: Int64 = 60) { self.timeoutSeconds = timeoutSeconds }

    /// Fetches the request of a session and opens it by the key of this fetch.
    ///
    /// The grant key's number must be kept before: the desk names that key, and gives the session to no other.
    public func request(
        at link: RequestLink, fetch: RequestFetch, key: SealingPrivateKey
    ) async throws -> ReceivedRequest {
        let limit = RequestObject.maxByteCount + SealingPublicKey.overhead
        let bytes = try await post(
            link.address.description, Array(fetch.form.utf8), type: FormText.mediaType, limit: limit)
        return try ReceivedRequest(opening: bytes, by: key, for: fetch, at: link)
    }

    /// Posts an answer. Sending the same again is always safe.
    public func answer(_ answer: GrantAnswer, to address: WebAddress) async throws -> AnsweredBody {
        let bytes = try await post(
            address.description, answer.encoded, type: RelyingClient.answerMediaType, limit: 64 << 10)
        do { return try JSONDecoder().decode(AnsweredBody.self, from: Data(bytes)) } catch {
            throw RelyingClientError.unreadable(url: address.description, status: 200)
        }
    }

    /// Asks a desk at an address, as a regulator, which uses have shown a document; the signed answer is unchecked.
    public func uses(at url: String, _ signedQuestion: [UInt8]) async throws -> [UInt8] {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        return try await post(
            base + "/regulator/uses", signedQuestion, type: RelyingClient.answerMediaType,
            limit: Statement.maxByteCount)
    }

    private func post(_ url: String, _ body: [UInt8], type: String, limit: Int) async throws -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: type)
        request.body = .bytes(ByteBuffer(bytes: body))
        let status: Int
        let bytes: [UInt8]
        do {
            let response = try await RelyingClient.http.execute(request, timeout: .seconds(timeoutSeconds))
            let buffer = try await response.body.collect(upTo: limit)
            status = Int(response.status.code)
            bytes = Array(buffer.readableBytesView)
        } catch is CancellationError {
            throw CancellationError()
        } catch { throw RelyingClientError.unreachable(url: url, reason: RelyingClient.reason(error)) }
        guard (200..<300).contains(status) else {
            let problem = try? JSONDecoder().decode(RelyingProblem.self, from: Data(bytes))
            throw problem.map { .problem($0) } ?? RelyingClientError.unreadable(url: url, status: status)
        }
        return bytes
    }
}

/// Why a desk gave no answer that can be used.
public enum RelyingClientError: Error, Hashable, Sendable {
    case unreachable(url: String, reason: String)
    case problem(RelyingProblem)
    case unreadable(url: String, status: Int)
}

internal import AsyncHTTPClient
internal import Credentials
internal import NIOCore
internal import NIOHTTP1
internal import Rulebook
internal import Signing

/// One answer of an issuer.
struct ClaimAnswer: Sendable {
    let address: String
    let status: UInt
    let mediaType: String
    let proofNonce: String?
    let body: [UInt8]
}

/// Speaks to issuers of any maker: over TLS, or in the clear on this machine alone.
struct ClaimDoor: Sendable {
    private static let maxAnswerByteCount = 8 << 20
    private static let http = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5))))

    /// What is sent with a request.
    struct Post: Sendable {
        var mediaType: String?
        var body: [UInt8] = []
        var headers: [(String, String)] = []
    }

    func get(_ address: String) async throws -> ClaimAnswer {
        var request = try request(address)
        request.headers.add(name: "accept", value: "application/json")
        return try await answer(request, address)
    }

    func post(_ address: String, _ post: Post) async throws -> ClaimAnswer {
        var request = try request(address)
        request.method = .POST
        if let mediaType = post.mediaType { request.headers.add(name: "content-type", value: mediaType) }
        for (name, value) in post.headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: post.body))
        return try await answer(request, address)
    }

    private func request(_ address: String) throws -> HTTPClientRequest {
        guard PresentationLink.address(address) != nil else {
            throw WalletFailure.unreadable(address, reason: "not an https address, and not one of this machine")
        }
        return HTTPClientRequest(url: address)
    }

    private func answer(_ request: HTTPClientRequest, _ address: String) async throws -> ClaimAnswer {
        do {
            let response = try await ClaimDoor.http.execute(request, timeout: .seconds(30))
            let body = try await response.body.collect(upTo: ClaimDoor.maxAnswerByteCount)
            let type = response.headers.first(name: "content-type")?.split(separator: ";").first ?? ""
            return ClaimAnswer(
                address: address, status: response.status.code, mediaType: type.lowercased(),
                proofNonce: response.headers.first(name: "dpop-nonce"), body: Array(body.readableBytesView))
        } catch is CancellationError { throw CancellationError() } catch let error as HTTPClientError {
            throw WalletFailure.unreachable(address, reason: error.shortDescription)
        } catch { throw WalletFailure.unreachable(address, reason: "no connection") }
    }
}

extension ClaimAnswer {
    /// The error code of a refusal; nil when the answer is none.
    var errorCode: String? {
        (400..<500).contains(status) ? (try? IssuingError.read(body))?.code : nil
    }

    /// The body of a success, read; everything else is thrown as what it is.
    func read<Value>(_ read: ([UInt8]) throws(JSONError) -> Value) throws -> Value {
        guard (200..<300).contains(status) else { throw refusal }
        do throws(JSONError) { return try read(body) } catch {
            throw WalletFailure.unreadable(address, reason: "\(error)")
        }
    }

    /// Why there is no success.
    var refusal: any Error {
        guard (400..<500).contains(status), status != 429, let told = try? IssuingError.read(body) else {
            return WalletFailure.unreadable(address, reason: "status \(status)")
        }
        if told.code == IssuingErrorCode.requestDenied.rawValue, let reason = told.reason {
            return WalletRefusal.declined(Bilingual(zh: reason.zh, en: reason.en), answered: reason.answered)
        }
        return WalletRefusal.answered(
            url: address, code: told.code,
            ClaimWords.words(IssuingErrorCode(rawValue: told.code), told.description ?? told.code))
    }
}

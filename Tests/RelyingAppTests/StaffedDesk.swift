import Accounts
import Foundation
import Hummingbird
import HummingbirdTesting
import RelyingAPI
import RelyingApp
import Rulebook
import Signing

/// Somebody who has signed in at a desk: what his requests carry.
struct SignedInStaff: Sendable {
    let name: String
    let formToken: String
    /// Who that is for what a command does.
    let caller: Caller
    private let cookie: String

    init(_ name: String, _ roles: Set<StaffRole>, at desk: RelyingDesk) throws {
        let operators = Caller(name: "operator", roles: [.admin], kind: .console)
        guard let password = Password("示例口令 of twelve") else { throw AccountRefusal.badPassword }
        let secret = try desk.accounts.addStaff(
            name, roles: roles, password: password, by: operators, at: desk.second)
        let session = try desk.accounts.signIn(
            name, password: password, code: secret.code(at: desk.second), at: desk.second)
        self.name = name
        caller = session.caller
        formToken = session.formToken
        cookie = "desk=" + session.token
    }

    var headers: HTTPFields {
        var headers: HTTPFields = [.cookie: cookie]
        if let name = HTTPFields.Element.Name("x-form-token") { headers[name] = formToken }
        return headers
    }

    /// As a browser sends it: without the header that scripts add.
    var browser: HTTPFields { [.cookie: cookie, .accept: "text/html"] }
}

extension Talk {
    /// An answer of the API, with its JSON.
    func api(
        _ method: HTTPRequest.Method, _ path: String, _ staff: SignedInStaff?, _ body: JSONValue? = nil
    ) async throws -> (status: Int, object: JSONObject) {
        var headers = staff?.headers ?? [:]
        if body != nil { headers[.contentType] = "application/json" }
        let response = try await client.execute(
            uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0.compact) })
        let value = try JSONValue(parsing: String(buffer: response.body), maxByteCount: 8 << 20)
        guard case .object(let object) = value else { return (response.status.code, JSONObject()) }
        return (response.status.code, object)
    }

    /// A page of the counter, by its clerk's browser.
    func page(_ path: String, _ staff: SignedInStaff) async throws -> (status: Int, text: String) {
        let response = try await client.execute(uri: path, method: .get, headers: staff.browser)
        return (response.status.code, String(buffer: response.body))
    }

    /// The cookie by which a browser keeps the language that was chosen on a page.
    func chosenLanguage(_ path: String, _ staff: SignedInStaff) async throws -> String? {
        let response = try await client.execute(uri: path, method: .get, headers: staff.browser)
        return response.headers[values: .setCookie].first { $0.hasPrefix("lang=") }
    }

    /// A form of a page, sent as browsers do; where it leads.
    func form(
        _ path: String, _ fields: [(String, String)], _ staff: SignedInStaff, token: String? = nil
    ) async throws -> (status: Int, place: String, text: String) {
        var headers = staff.browser
        headers[.contentType] = "application/x-www-form-urlencoded"
        let all = fields + [("token", token ?? staff.formToken)]
        let body = all.map { "\($0.0)=" + Talk.escaped($0.1) }.joined(separator: "&")
        let response = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return (response.status.code, response.headers[.location] ?? "", String(buffer: response.body))
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { "%" + Hex.encode([$0]) }.joined()
    }
}

extension JSONObject {
    /// A text; empty for what is none.
    func text(_ name: String) -> String {
        guard case .string(let text)? = self[name] else { return "" }
        return text
    }
}

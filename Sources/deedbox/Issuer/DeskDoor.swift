import Accounts
import ArgumentParser
import Foundation
import IssuingApp
import Signing

/// Which desk: its folder, or its address; and what opens the keys in the folder.
struct DeskOptions: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.data, valueName: "folder"))
    var data: String?

    @Option(help: ArgumentHelp(IssuerWords.desk, valueName: "url"))
    var desk: String?

    @OptionGroup var passphrases: PassphraseFiles

    /// The same options, for a command that is to be copied.
    var words: String {
        ((data.map { ["--data \($0)"] } ?? []) + (desk.map { ["--desk \($0)"] } ?? [])
            + passphrases.passphraseFile.map { "--passphrase-file \($0)" }).joined(separator: " ")
    }

    /// The desk's folder, for what is done on it alone.
    func folder() throws -> String {
        guard let data, desk == nil else { throw IssuerWords.needsFolder }
        return data
    }

    /// The desk in its folder, with its nodes and its registrar.
    func open() throws -> Desk {
        try DeskFolder(try folder()).openOverHTTP(passphrases: try passphrases.read())
    }

    /// The desk, with who acts: in its folder, or at its address.
    func door(_ staff: StaffOptions) async throws -> DeskDoor {
        guard let desk else {
            let opened = try open()
            return .folder(opened, try staff.caller(of: opened))
        }
        guard data == nil else { throw IssuerWords.oneDesk }
        return .address(try await staff.client(of: desk))
    }

    /// What the desk answers, from its folder or from its address; a session ends with it.
    func ask(
        _ staff: StaffOptions, _ request: DeskRequest,
        inFolder: (Desk, Caller) async throws -> JSONValue
    ) async throws -> DeskAnswer {
        let door = try await door(staff)
        let answer = try await door.ask(request, inFolder: inFolder)
        try await door.close()
        return answer
    }
}

/// A desk that one command speaks to.
enum DeskDoor {
    case folder(Desk, Caller)
    case address(DeskClient)

    /// The same answer from both: what the routes of the desk tell, and what its folder does.
    func ask(
        _ request: DeskRequest, inFolder: (Desk, Caller) async throws -> JSONValue
    ) async throws -> DeskAnswer {
        switch self {
        case .folder(let desk, let caller): DeskAnswer(try await inFolder(desk, caller))
        case .address(let client): DeskAnswer(try await client.send(request))
        }
    }

    func close() async throws {
        if case .address(let client) = self { try await client.signOut() }
    }
}

/// Who acts: a machine by its token, a person by password and code, or whoever may read the desk's folder.
struct StaffOptions: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.tokenFile, valueName: "file"))
    var tokenFile: String?

    @Option(help: ArgumentHelp(IssuerWords.staff, valueName: "name"))
    var staff: String?

    @Option(help: ArgumentHelp(IssuerWords.passwordFile, valueName: "file"))
    var passwordFile: String?

    @Option(help: ArgumentHelp(IssuerWords.code, valueName: "digits"))
    var code: String?

    /// The caller. The console alone has the roles of a clerk, an admin and an auditor; it never approves.
    func caller(of desk: Desk) throws -> Caller { try caller(in: desk.accounts, at: desk.second) }

    /// The caller in the accounts of any desk.
    func caller(in accounts: AccountBook, at second: UInt64) throws -> Caller {
        if let tokenFile { return try accounts.caller(machine: try Passphrase.read(tokenFile), at: second) }
        guard let person = try person() else {
            return Caller(name: "operator", roles: [.clerk, .admin, .auditor], kind: .console)
        }
        guard let password = Password(typed: person.password) else { throw AccountRefusal.wrongCredentials }
        return try accounts.signIn(person.name, password: password, code: person.code, at: second).caller
    }

    /// The desk at an address, for this machine or person; there is no console from afar.
    func client(of url: String) async throws -> DeskClient {
        if let tokenFile { return try DeskClient(url, token: try Passphrase.read(tokenFile)) }
        guard let person = try person() else { throw IssuerWords.whoActs }
        return try await DeskClient.signIn(url, name: person.name, password: person.password, code: person.code)
    }

    private func person() throws -> (name: String, password: String, code: String)? {
        guard let staff else { return nil }
        guard let passwordFile, let code else { throw IssuerWords.passwordAndCode }
        return (staff, try Passphrase.read(passwordFile), code)
    }
}

/// What a desk has answered, by member.
struct DeskAnswer {
    let object: JSONObject

    /// An answer that is no object has no member.
    init(_ value: JSONValue) {
        guard case .object(let object) = value else {
            self.object = JSONObject()
            return
        }
        self.object = object
    }

    /// A single value as people read it; a dash for what is not there.
    subscript(name: String) -> String {
        switch object[name] {
        case .string(let text)?: text
        case .integer(let number)?: "\(number)"
        case .bool(let value)?: value ? "✓" : "–"
        case .null?, .array?, .object?, nil: "–"
        }
    }

    /// Words in the language of the reader, from an object with both.
    func words(_ name: String) -> String {
        let both = DeskAnswer(object[name] ?? .null)
        return tell(both["en"], zh: both["zh"])
    }

    /// A time in seconds as people read it.
    func second(_ name: String) -> String { number(name).map { Moment.text(ms: $0 * 1_000) } ?? "–" }

    /// A time in ms as people read it.
    func millisecond(_ name: String) -> String { number(name).map { Moment.text(ms: $0) } ?? "–" }

    /// A number; nil when there is none.
    func number(_ name: String) -> UInt64? {
        guard case .integer(let number)? = object[name], number >= 0 else { return nil }
        return UInt64(number)
    }

    /// The items of a list.
    func items(_ name: String) -> [DeskAnswer] {
        guard case .array(let values)? = object[name] else { return [] }
        return values.map { DeskAnswer($0) }
    }

    /// An object within.
    func inner(_ name: String) -> DeskAnswer { DeskAnswer(object[name] ?? .null) }

    /// A report of the whole answer.
    func report(_ headline: String) -> Report { Report(headline, json: object) }
}

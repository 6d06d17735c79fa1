import ArgumentParser
import IssuingApp
import Ledger
import NodeAPI
import Rulebook
import Signing

/// Type definitions from files.
enum TypeFile {
    static func read(_ path: String) throws -> TypeDefinition {
        try ReadableJSON.read(path) { (value) throws(JSONError) in try TypeDefinition(readable: value) }
    }
}

/// `deedbox type register`: governance admits types.
struct TypeRegister: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "register", abstract: TypeWords.register, discussion: TypeWords.registerExamples)
    }

    @Argument(help: ArgumentHelp(TypeWords.files))
    var files: [String]
    @OptionGroup var governance: GovernanceSigners
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let definitions = try files.map { try TypeFile.read($0) }
        for definition in definitions { try definition.mustBeClassified() }
        let session = try await address.session()
        var registration = Registration(
            try governance.desk(session), TypeWords.registered, definitions.count, list: ("types", "code"), output)
        for type in definitions.map(\.type) {
            try await registration.register(type.code.text, type.name) {
                try await session.client.type(type.code)?.says(type) ?? false
            } _: { sequence in
                .registerType(RegisterType(sequence: sequence, type: type))
            }
        }
        output.print(try registration.closed(nil))
    }
}

/// `deedbox type update`: the owner publishes the next version.
struct TypeUpdate: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "update", abstract: TypeWords.update)
    }

    @Argument(help: ArgumentHelp(TypeWords.files))
    var file: String
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let definition = try TypeFile.read(file)
        try definition.mustBeClassified()
        let act = Act.updateType(UpdateType(version: definition.version, type: definition.type))
        let outcome = try await address.session().send(act, by: try signer.open())
        var report = Report(TypeWords.updated(definition.type.code.text, definition.version))
        outcome.add(to: &report)
        output.print(report)
    }
}

/// `deedbox type retire`: no documents of the type are minted any more.
struct TypeRetire: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "retire", abstract: TypeWords.retire)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var code: String
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let act = Act.retireType(RetireType(code: try TypeWords.parse(code)))
        let outcome = try await address.session().send(act, by: try signer.open())
        var report = Report(TypeWords.retired(code))
        outcome.add(to: &report)
        output.print(report)
    }
}

/// `deedbox type accredit`: a type's owner says who may mint it.
struct TypeAccredit: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "accredit", abstract: TypeWords.accredit, discussion: TypeWords.accreditExamples)
    }

    @Argument(help: ArgumentHelp(TypeWords.code))
    var codes: [String]
    @Option(help: ArgumentHelp(TypeWords.issuer, valueName: "member"))
    var issuer: String
    @Option(help: ArgumentHelp(TypeWords.until, valueName: "seconds"))
    var until: UInt64?
    @OptionGroup var signer: MemberSigner
    @OptionGroup var address: NodeAddress
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let issuerID = MemberID(issuer) else { throw NodeWords.badMember(issuer) }
        let session = try await address.session()
        let owner = try signer.open()
        var report = Report(TypeWords.accredited(issuer))
        for code in codes {
            let act = Accredit(
                code: try TypeWords.parse(code), issuer: issuerID, period: Period(from: 0, until: until))
            let outcome = try await session.send(.accredit(act), by: owner)
            report.fact(code, tell("block \(outcome.height)", zh: "区块 \(outcome.height)"))
            report.add("accredited", outcome.listed("code", code))
        }
        report.meaning = TypeWords.accreditedMeaning
        output.print(report)
    }
}

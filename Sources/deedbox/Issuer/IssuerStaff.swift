import Accounts
import ArgumentParser
import Foundation
import IssuingApp
import Signing

/// `deedbox issuer staff`: people and machines.
struct IssuerStaff: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "staff", abstract: IssuerWords.staffAbstract,
            subcommands: [
                StaffList.self, StaffAdd.self, StaffReset.self, StaffRoles.self, StaffDisable.self, StaffMachine.self,
                StaffRemoveMachine.self, StaffCode.self,
            ])
    }
}

/// `staff list`.
struct StaffList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.staffList)
    }

    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let answer = try await desk.ask(staff, .get("staff")) { desk, _ in try desk.staffReport() }
        var report = answer.report(IssuerWords.staffList)
        let (ended, removed) = (tell("disabled", zh: "已停用"), tell("removed", zh: "已移除"))
        report.body = TextTable.lines(
            answer.items("staff").map { [$0["name"], $0["roles"], $0["disabled"] == "✓" ? ended : ""] }
                + answer.items("machines").map {
                    ["machine:" + $0["name"], $0["roles"], $0["removed"] == "✓" ? removed : ""]
                })
        output.print(report)
    }
}

/// A new password from a file.
struct PasswordOption: ParsableArguments {
    @Option(help: ArgumentHelp(IssuerWords.newPassword, valueName: "file"))
    var newPasswordFile: String

    func read() throws -> Password {
        guard let password = Password(try Passphrase.read(newPasswordFile)) else { throw AccountRefusal.badPassword }
        return password
    }
}

/// `staff add`.
struct StaffAdd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: IssuerWords.staffAdd)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @OptionGroup var password: PasswordOption
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        let secret = try desk.accounts.addStaff(
            name, roles: try IssuerWords.roles(roles), password: try password.read(), by: caller, at: desk.second)
        output.print(IssuerWords.secret(name, secret, desk))
    }
}

/// `staff reset`.
struct StaffReset: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "reset", abstract: IssuerWords.staffReset)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @OptionGroup var password: PasswordOption
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        let secret = try desk.accounts.resetStaff(name, password: try password.read(), by: caller, at: desk.second)
        output.print(IssuerWords.secret(name, secret, desk))
    }
}

/// `staff roles`.
struct StaffRoles: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "roles", abstract: IssuerWords.staffRoles)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        try desk.accounts.setRoles(name, try IssuerWords.roles(roles), by: caller, at: desk.second)
        output.print(Report(tell("\(name) has the roles \(roles)", zh: "\(name) 的角色：\(roles)")))
    }
}

/// `staff disable`.
struct StaffDisable: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "disable", abstract: IssuerWords.staffDisable)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        try desk.accounts.disableStaff(name, by: caller, at: desk.second)
        output.print(Report(tell("\(name) can sign in no more", zh: "\(name) 已不能登录")))
    }
}

/// `staff machine`.
struct StaffMachine: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "machine", abstract: IssuerWords.staffMachine)
    }

    @Argument(help: ArgumentHelp(IssuerWords.machine))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @Option(help: ArgumentHelp(IssuerWords.days, valueName: "days"))
    var days: UInt64 = 90
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        guard (1...3_660).contains(days) else { throw AccountRefusal.badExpiry }
        let token = try desk.accounts.addMachine(
            name, roles: try IssuerWords.roles(roles), expiry: desk.second + days * 86_400, by: caller,
            at: desk.second)
        var report = Report(tell("The machine's token; it is told once", zh: "机器令牌，仅显示一次"))
        report.fact(tell("token", zh: "令牌"), token, "token")
        output.print(report)
    }
}

/// `staff remove-machine`.
struct StaffRemoveMachine: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove-machine", abstract: IssuerWords.removeMachine)
    }

    @Argument(help: ArgumentHelp(IssuerWords.machine))
    var name: String
    @OptionGroup var desk: DeskOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        let caller = try staff.caller(of: desk)
        try caller.must(.admin)
        try desk.accounts.removeMachine(name, by: caller, at: desk.second)
        output.print(Report(tell("the token of \(name) has ended", zh: "\(name) 的令牌已失效")))
    }
}

/// `staff code`: the code of a secret, for scripts on sample networks.
struct StaffCode: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "code", abstract: IssuerWords.staffCode)
    }

    @Option(help: ArgumentHelp(IssuerWords.secretFile, valueName: "file"))
    var secretFile: String
    @OptionGroup var output: OutputOptions

    func run() async throws {
        guard let secret = CodeSecret(base32: try Passphrase.read(secretFile)) else { throw IssuerWords.badSecret }
        let code = secret.code(at: Moment.now / 1_000)
        var report = Report(code)
        report.json.append("code", .string(code))
        output.print(report)
    }
}

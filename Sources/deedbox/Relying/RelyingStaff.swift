import Accounts
import ArgumentParser
import RelyingApp
import Signing

/// `deedbox relying staff`: people and machines.
struct RelyingStaff: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "staff", abstract: IssuerWords.staffAbstract,
            subcommands: [
                RelyingStaffList.self, RelyingStaffAdd.self, RelyingStaffReset.self, RelyingStaffRoles.self,
                RelyingStaffDisable.self, RelyingStaffMachine.self, RelyingStaffRemoveMachine.self, StaffCode.self,
            ])
    }
}

/// The desk, and the admin who acts on its staff.
private struct Administration {
    let desk: RelyingDesk
    let caller: Caller

    init(_ options: RelyingOptions, _ staff: StaffOptions) throws {
        desk = try options.open()
        caller = try staff.caller(in: desk.accounts, at: desk.second)
        try caller.must(.admin)
    }
}

/// `staff list`.
struct RelyingStaffList: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: IssuerWords.staffList)
    }

    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let desk = try desk.open()
        try staff.caller(in: desk.accounts, at: desk.second).must(.admin, .auditor)
        let answer = DeskAnswer(try desk.staffReport())
        var report = answer.report(IssuerWords.staffList)
        let (ended, removed) = (tell("disabled", zh: "已停用"), tell("removed", zh: "已移除"))
        report.body = TextTable.lines(
            answer.items("staff").map { [$0["name"], $0["roles"], $0["clerk"], $0["disabled"] == "✓" ? ended : ""] }
                + answer.items("machines").map {
                    ["machine:" + $0["name"], $0["roles"], $0["clerk"], $0["removed"] == "✓" ? removed : ""]
                })
        output.print(report)
    }
}

/// `staff add`.
struct RelyingStaffAdd: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: IssuerWords.staffAdd)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @OptionGroup var password: PasswordOption
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        let secret = try admin.desk.accounts.addStaff(
            name, roles: try IssuerWords.roles(roles), password: try password.read(), by: admin.caller,
            at: admin.desk.second)
        output.print(IssuerWords.secret(name, secret, of: admin.desk.configuration.name))
    }
}

/// `staff reset`.
struct RelyingStaffReset: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "reset", abstract: IssuerWords.staffReset)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @OptionGroup var password: PasswordOption
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        let secret = try admin.desk.accounts.resetStaff(
            name, password: try password.read(), by: admin.caller, at: admin.desk.second)
        output.print(IssuerWords.secret(name, secret, of: admin.desk.configuration.name))
    }
}

/// `staff roles`.
struct RelyingStaffRoles: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "roles", abstract: IssuerWords.staffRoles)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        try admin.desk.accounts.setRoles(
            name, try IssuerWords.roles(roles), by: admin.caller, at: admin.desk.second)
        output.print(Report(tell("\(name) has the roles \(roles)", zh: "\(name) 的角色：\(roles)")))
    }
}

/// `staff disable`.
struct RelyingStaffDisable: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "disable", abstract: IssuerWords.staffDisable)
    }

    @Argument(help: ArgumentHelp(IssuerWords.staff))
    var name: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        try admin.desk.accounts.disableStaff(name, by: admin.caller, at: admin.desk.second)
        output.print(Report(tell("\(name) can sign in no more", zh: "\(name) 已不能登录")))
    }
}

/// `staff machine`.
struct RelyingStaffMachine: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "machine", abstract: IssuerWords.staffMachine)
    }

    @Argument(help: ArgumentHelp(IssuerWords.machine))
    var name: String
    @Option(help: ArgumentHelp(IssuerWords.roles, valueName: "roles"))
    var roles: String
    @Option(help: ArgumentHelp(IssuerWords.days, valueName: "days"))
    var days: UInt64 = 90
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        guard (1...3_660).contains(days) else { throw AccountRefusal.badExpiry }
        let token = try admin.desk.accounts.addMachine(
            name, roles: try IssuerWords.roles(roles), expiry: admin.desk.second + days * 86_400, by: admin.caller,
            at: admin.desk.second)
        var report = Report(tell("The machine's token; it is told once", zh: "机器令牌，仅显示一次"))
        report.fact(tell("token", zh: "令牌"), token, "token")
        output.print(report)
    }
}

/// `staff remove-machine`.
struct RelyingStaffRemoveMachine: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove-machine", abstract: IssuerWords.removeMachine)
    }

    @Argument(help: ArgumentHelp(IssuerWords.machine))
    var name: String
    @OptionGroup var desk: RelyingOptions
    @OptionGroup var staff: StaffOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let admin = try Administration(desk, staff)
        try admin.desk.accounts.removeMachine(name, by: admin.caller, at: admin.desk.second)
        output.print(Report(tell("the token of \(name) has ended", zh: "\(name) 的令牌已失效")))
    }
}

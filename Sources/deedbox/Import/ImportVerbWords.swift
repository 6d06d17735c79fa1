import Importing
import Rulebook

/// Words of the noun `import`.
enum ImportVerbWords {
    static var abstract: String {
        tell("Hold tables of an agency to the quality gate.", zh: "用质量关检查机构的数据表。")
    }

    static var check: String {
        tell("Check a table against its mapping and type; nothing is sent anywhere.", zh: "按映射和类型检查数据表，不发送任何内容。")
    }

    static var discussion: String {
        tell(
            """
            A mapping file says what the source is (CSV, JSON lines, XML, an SQL query), which column becomes which \
            field, and whose document a row is. Good and bad rows are counted; the totals always add up. With \
            --report, the bad rows come back in the source's own columns and encoding, each with its reasons \
            (report.csv), beside faults.csv, faults.jsonl and summary.json, where values are covered.
            """,
            zh: """
                映射文件说明来源（CSV、JSON 行、XML、SQL 查询）、哪一列对应哪个字段、每行属于谁。合规与不合规的行分别计数，\
                合计总能对上。给出 --report 时，不合规的行按来源自己的列和编码连同原因退回（report.csv），另有 faults.csv、\
                faults.jsonl 和 summary.json，其中的值都已遮盖。
                """) + "\n\n"
            + ConsoleWords.examples(
                "deedbox import check police.csv --mapping police.mapping.json"
                    + " --sample --report /tmp/police") + "\n\n" + ConsoleWords.exitCodes
    }

    static var source: String {
        tell(
            "A file; for a PostgreSQL mapping the connection, like `service=name` (a password belongs into ~/.pgpass).",
            zh: "文件；PostgreSQL 映射则为连接串，如 service=名称（密码放在 ~/.pgpass）。")
    }

    static var mapping: String { tell("The mapping file.", zh: "映射文件。") }
    static var catalogue: String {
        tell("The folder of types, with code lists in its folder `lists`.", zh: "类型目录，代码表在其 lists 子目录中。")
    }
    static var report: String { tell("Write the report into this folder.", zh: "把报告写入该文件夹。") }
    static var today: String {
        tell("The day that divides past and future; otherwise today (UTC+8).", zh: "区分过去与将来的日期；缺省为今天（UTC+8）。")
    }
    static var sample: String {
        tell("Allow the invented people of sample networks.", zh: "允许样例网络中的虚构人员。")
    }
    static var rows: String {
        tell("Print the accepted rows as JSON lines instead of a report.", zh: "以 JSON 行输出通过的行，而不是报告。")
    }
    static var rowsName: String { tell("rows", zh: "行") }
    static var byRule: String { tell("Refused rows by their first rule:", zh: "退回的行（按首个规则）：") }
    static var askForReport: String {
        tell("give --report FOLDER, and hand the rows back to the source", zh: "给出 --report 文件夹，把这些行退回来源")
    }

    static func firstFaults(_ count: Int) -> String {
        tell("The first \(count) faults:", zh: "前 \(count) 处问题：")
    }

    static func headline(_ tally: GateTally) -> String {
        let (read, refused) = (ProgressBar.grouped(tally.read), ProgressBar.grouped(tally.refused))
        return tally.refused == 0
            ? tell("All \(read) rows are good", zh: "全部 \(read) 行合规")
            : tell("\(refused) of \(read) rows are refused", zh: "\(read) 行中有 \(refused) 行被退回")
    }

    static func unknownType(_ code: TypeCode, _ version: UInt64) -> CommandError {
        .refused(
            "unknown-type",
            tell("the catalogue has no type \(code), version \(version)", zh: "目录中没有类型 \(code) 第 \(version) 版"),
            next: tell("name its folder with --catalogue", zh: "请用 --catalogue 指定目录"))
    }

    static func noDay(_ text: String) -> CommandError {
        .usage(tell("\(text) is no day like 2026-01-31", zh: "\(text) 不是 2026-01-31 这样的日期"))
    }
}

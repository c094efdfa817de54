import Diagnostics

/// What can be wrong with a worker's configuration file beyond its shape. A code never changes its meaning.
enum WorkerCode: String, CaseIterable {
  case url = "O101"
  case plainHTTP = "O102"
  case secretMissing = "O103"
  case secretForm = "O104"
  case secretOpen = "O105"
  case program = "O106"
  case address = "O107"
  case variable = "O108"
  case name = "O109"

  var title: Text {
    switch self {
    case .url: Text(en: "Not an address of a webhook", ja: "Webhookのアドレスの誤り")
    case .plainHTTP: Text(en: "A webhook over plain http to another machine", ja: "他のマシンへの平文HTTP")
    case .secretMissing: Text(en: "A secret that cannot be read", ja: "秘密鍵を読み取れない")
    case .secretForm: Text(en: "Not a secret of Standard Webhooks", ja: "秘密鍵の形式の誤り")
    case .secretOpen: Text(en: "A secret file that everybody may read", ja: "誰でも読める秘密鍵ファイル")
    case .program: Text(en: "A program that cannot be run", ja: "実行できないプログラム")
    case .address: Text(en: "Not a mail address", ja: "メールアドレスの誤り")
    case .variable: Text(en: "A variable that is not set", ja: "設定されていない環境変数")
    case .name: Text(en: "Not a name of an endpoint", ja: "宛先名の誤り")
    }
  }
}

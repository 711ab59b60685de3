/* demo_words.c -- what the demonstration's customers are called, do and say; data only.
 *
 * Channels differ clearly, so that the report has something to say: referrals are few and buy, social media brings many
 * who do not. */
#include "app/demo_priv.h"

#define WORDS(list)                                                                                \
    {                                                                                              \
        (list), (int)COUNT_OF(list)                                                                \
    }

const struct demo_channel demo_channels[CHANNELS] = {
    [CHANNEL_SEARCH] = {"organic_search", 262, 385, 480, 58, 8},
    [CHANNEL_PAID] = {"paid_search", 205, 350, 360, 46, 4},
    [CHANNEL_SOCIAL] = {"social", 161, 150, 260, 88, 6},
    [CHANNEL_EMAIL] = {"email", 72, 300, 450, 52, 6},
    [CHANNEL_REFERRAL] = {"referral", 82, 590, 660, 27, 3},
    [CHANNEL_DIRECT] = {"direct_traffic", 63, 330, 450, 49, 2},
    [CHANNEL_WEBINAR] = {"webinar", 50, 410, 470, 64, 1},
    [CHANNEL_FAIRS] = {"fairs", 50, 430, 490, 81, 1},
    [CHANNEL_UNKNOWN] = {"unknown", 31, 330, 430, 60, 6},
    [CHANNEL_BLANK] = {NULL, 24, 230, 400, 60, 2},
};

static const char *const pages[] = {"/ferramentas-de-corte",     "/catalogo",
                                    "/calculadora-de-vida-util", "/orcamento",
                                    "/blog/5s-na-ferramentaria", "/blog/parada-programada",
                                    "/estudos-de-caso",          "/contrato-de-fornecimento"};
const struct demo_words demo_pages = WORDS(pages);

const struct demo_job demo_jobs[] = {
    {{"Gerente de Compras", "Gerente de Compras"}, "Compras", "manager", "buyer", 16},
    {{"Comprador", "Compradora"}, "Compras", "specialist", "buyer", 18},
    {{"Analista de Suprimentos", "Analista de Suprimentos"},
     "Compras",
     "specialist",
     "initiator",
     11},
    {{"Assistente de Compras", "Assistente de Compras"}, "Compras", "junior", "gatekeeper", 8},
    {{"Gerente de Manutenção", "Gerente de Manutenção"}, "Manutenção", "manager", "champion", 13},
    {{"Técnico de Manutenção", "Técnica de Manutenção"}, "Manutenção", "specialist", "user", 14},
    {{"Engenheiro de Processos", "Engenheira de Processos"},
     "Engenharia",
     "specialist",
     "champion",
     12},
    {{"Coordenador de Ferramentaria", "Coordenadora de Ferramentaria"},
     "Ferramentaria",
     "manager",
     "influencer",
     10},
    {{"Programador CNC", "Programadora CNC"}, "Ferramentaria", "specialist", "user", 9},
    {{"Supervisor de Produção", "Supervisora de Produção"},
     "Produção",
     "manager",
     "influencer",
     11},
    {{"Analista da Qualidade", "Analista da Qualidade"},
     "Qualidade",
     "specialist",
     "influencer",
     6},
    {{"Técnico de Segurança do Trabalho", "Técnica de Segurança do Trabalho"},
     "Segurança",
     "specialist",
     "blocker",
     4},
    {{"Diretor Industrial", "Diretora Industrial"}, "Diretoria", "director", "decider", 9},
    {{"Diretor Financeiro", "Diretora Financeira"}, "Financeiro", "director", "payer", 6},
    {{"Controller", "Controller"}, "Financeiro", "manager", "payer", 5},
    {{"Diretor-Geral", "Diretora-Geral"}, "Diretoria", "executive", "approver", 4},
    {{"Sócio-Proprietário", "Sócia-Proprietária"}, "Diretoria", "owner", "decider", 7},
};
const int demo_job_count = (int)COUNT_OF(demo_jobs);

const struct demo_city demo_cities[] = {
    {"São Paulo", "SP", "11", 22},     {"Guarulhos", "SP", "11", 11},
    {"Campinas", "SP", "19", 14},      {"Sorocaba", "SP", "15", 11},
    {"Piracicaba", "SP", "19", 8},     {"São Bernardo do Campo", "SP", "11", 13},
    {"Joinville", "SC", "47", 16},     {"Blumenau", "SC", "47", 8},
    {"Jaraguá do Sul", "SC", "47", 7}, {"Chapecó", "SC", "49", 5},
    {"Caxias do Sul", "RS", "54", 15}, {"Porto Alegre", "RS", "51", 8},
    {"Novo Hamburgo", "RS", "51", 5},  {"Curitiba", "PR", "41", 13},
    {"Maringá", "PR", "44", 6},        {"Londrina", "PR", "43", 6},
    {"Betim", "MG", "31", 9},          {"Contagem", "MG", "31", 8},
    {"Uberlândia", "MG", "34", 7},     {"Rio de Janeiro", "RJ", "21", 7},
    {"Resende", "RJ", "24", 4},        {"Serra", "ES", "27", 4},
    {"Camaçari", "BA", "71", 5},       {"Recife", "PE", "81", 5},
    {"Fortaleza", "CE", "85", 4},      {"Manaus", "AM", "92", 6},
    {"Anápolis", "GO", "62", 4},
};
const int demo_city_count = (int)COUNT_OF(demo_cities);

const struct demo_industry demo_industries[] = {
    {"Metalurgia", {"Metalúrgica", "Usinagem", "Siderúrgica"}, 21, 115},
    {"Autopeças", {"Autopeças", "Forjaria", "Estamparia"}, 17, 130},
    {"Máquinas e equipamentos", {"Máquinas", "Equipamentos", "Mecânica"}, 15, 120},
    {"Construção civil", {"Construtora", "Engenharia", "Pré-Moldados"}, 10, 75},
    {"Móveis", {"Móveis", "Marcenaria Industrial", "Esquadrias"}, 9, 60},
    {"Alimentos e bebidas", {"Alimentos", "Laticínios", "Frigorífico"}, 9, 90},
    {"Plásticos", {"Plásticos", "Embalagens", "Injetados"}, 8, 85},
    {"Papel e celulose", {"Papéis", "Celulose", "Cartonagem"}, 5, 110},
    {"Agroindústria", {"Implementos", "Usina", "Agroindustrial"}, 7, 105},
    {"Energia", {"Energia", "Eletromecânica", "Caldeiraria"}, 5, 140},
};
const int demo_industry_count = (int)COUNT_OF(demo_industries);

static const char *const cores[] = {
    "Alvorada",   "Serra Azul",  "Três Irmãos", "Horizonte",     "Boa Esperança", "Santa Clara",
    "São Jorge",  "Vale Verde",  "Pinheiral",   "Ipê",           "Jatobá",        "Aroeira",
    "Cruzeiro",   "Bandeirante", "Litoral",     "Planalto",      "Primavera",     "Guarani",
    "Tamoio",     "Iguaçu",      "Paranoá",     "Aliança",       "União",         "Progresso",
    "Vanguarda",  "Pioneira",    "Estrela",     "Cometa",        "Atlântica",     "Continental",
    "Imperial",   "Monte Alto",  "Rio Claro",   "Pedra Branca",  "Lagoa Dourada", "Farroupilha",
    "Minuano",    "Araucária",   "Tropeiro",    "Inconfidentes", "Mantiqueira",   "Bocaina",
    "Cantareira", "Paineiras",   "Flamboyant",  "Jacarandá",     "Sabiá",         "Beija-Flor",
    "Albatroz",   "Nova Era",    "Fênix",       "Sigma",         "Omega",         "Delta",
    "Vértice",    "Prisma",      "Quadrante",   "Zênite",        "Meridiano",     "Equinócio",
    "Bergamo",    "Piemonte",    "Vêneto",      "Westfália",     "Pomerana",      "Açoriana",
    "Minho",      "Coimbra",     "Sertaneja",   "Caatinga"};
const struct demo_words demo_cores = WORDS(cores);

static const char *const men[] = {
    "Antônio",  "Bruno",    "Caio",    "Carlos",  "Cláudio",  "Daniel",   "Diego",
    "Eduardo",  "Emerson",  "Fábio",   "Felipe",  "Fernando", "Gabriel",  "Guilherme",
    "Gustavo",  "Henrique", "Igor",    "João",    "Jorge",    "José",     "Leandro",
    "Leonardo", "Lucas",    "Luís",    "Marcelo", "Márcio",   "Marcos",   "Matheus",
    "Maurício", "Otávio",   "Paulo",   "Pedro",   "Rafael",   "Renato",   "Ricardo",
    "Roberto",  "Rodrigo",  "Rogério", "Sérgio",  "Thiago",   "Vinícius", "Wagner"};
const struct demo_words demo_men = WORDS(men);

static const char *const women[] = {
    "Adriana", "Alessandra", "Aline",    "Amanda",    "Ana",     "Andréia", "Beatriz",
    "Bianca",  "Camila",     "Carolina", "Cristiane", "Daniela", "Débora",  "Eliane",
    "Fabiana", "Fernanda",   "Flávia",   "Gabriela",  "Isabela", "Jéssica", "Juliana",
    "Larissa", "Letícia",    "Luciana",  "Marcela",   "Maria",   "Mariana", "Marta",
    "Natália", "Patrícia",   "Paula",    "Priscila",  "Renata",  "Rosana",  "Sabrina",
    "Sandra",  "Simone",     "Sônia",    "Tatiane",   "Vanessa", "Vera",    "Viviane"};
const struct demo_words demo_women = WORDS(women);

static const char *const surnames[] = {
    "Almeida",  "Alves",    "Andrade",  "Antunes",    "Araújo",      "Azevedo",  "Barbosa",
    "Barros",   "Batista",  "Becker",   "Bianchi",    "Borges",      "Brito",    "Camargo",
    "Campos",   "Cardoso",  "Carvalho", "Castro",     "Cavalcanti",  "Coelho",   "Correia",
    "Costa",    "Cunha",    "Dias",     "Duarte",     "Esteves",     "Farias",   "Ferrari",
    "Ferreira", "Fonseca",  "Franco",   "Freitas",    "Garcia",      "Gomes",    "Gonçalves",
    "Kuhn",     "Leite",    "Lima",     "Lopes",      "Macedo",      "Machado",  "Marques",
    "Martins",  "Medeiros", "Melo",     "Mendes",     "Miranda",     "Monteiro", "Moraes",
    "Moreira",  "Moura",    "Nakamura", "Nascimento", "Neves",       "Nogueira", "Nunes",
    "Oliveira", "Pacheco",  "Pereira",  "Pinheiro",   "Pires",       "Prado",    "Queiroz",
    "Ramos",    "Reis",     "Ribeiro",  "Rocha",      "Rodrigues",   "Rossi",    "Salles",
    "Santana",  "Santos",   "Schmidt",  "Silva",      "Silveira",    "Soares",   "Souza",
    "Tavares",  "Teixeira", "Torres",   "Vargas",     "Vasconcelos", "Vieira",   "Weber",
    "Yamamoto", "Zanetti"};
const struct demo_words demo_surnames = WORDS(surnames);

/* Keys of the usual stages, whatever the site's language calls them, and the one added to them. */
static const char *const stages[] = {"qualification", "discovery", "proposal", "negotiation",
                                     "Contrato"};
const struct demo_words demo_stages = WORDS(stages);

static const char *const won_reasons[] = {
    "Entrega em 48 horas", "Teste de corte na planta",        "Custo por peça menor",
    "Atendimento técnico", "Contrato com estoque consignado", "Indicação de outro cliente"};
const struct demo_words demo_won_reasons = WORDS(won_reasons);

static const char *const lost_reasons[] = {"Preço",
                                           "Comprou do fornecedor atual",
                                           "Sem verba neste ano",
                                           "Parou de responder",
                                           "Prazo de entrega",
                                           "Decisão adiada",
                                           "Exigiu prazo de pagamento de 120 dias"};
const struct demo_words demo_lost_reasons = WORDS(lost_reasons);

static const char *const products[] = {"Ferramentas de corte",
                                       "Insertos de metal duro",
                                       "Brocas e machos",
                                       "Kit de manutenção",
                                       "Abrasivos",
                                       "Ferramentas pneumáticas",
                                       "Instrumentos de medição",
                                       "EPIs e segurança"};
const struct demo_words demo_products = WORDS(products);

static const char *const next_steps[] = {
    "Agendar teste de corte na planta", "Enviar proposta revisada", "Reunião com o financeiro",
    "Visita técnica na próxima semana", "Ligar para compras",       "Confirmar a lista de itens",
    "Falta falar com quem paga"};
const struct demo_words demo_next_steps = WORDS(next_steps);

static const char *const heard[] = {"Pesquisei no Google",
                                    "Um colega indicou",
                                    "Vi na feira",
                                    "LinkedIn",
                                    "Vídeo no YouTube",
                                    "Já comprei em outra empresa",
                                    "Grupo de WhatsApp da ferramentaria"};
const struct demo_words demo_heard = WORDS(heard);

static const char *const account_notes[] = {"Compra por contrato anual; renova em março.",
                                            "Dois turnos. Parada programada em julho e dezembro.",
                                            "Homologação de fornecedor exige ISO 9001.",
                                            "Ferramentaria própria com 14 máquinas CNC.",
                                            "Pede nota fiscal por centro de custo.",
                                            "Trocou o sistema de compras neste ano."};
const struct demo_words demo_account_notes = WORDS(account_notes);

static const char *const contact_notes[] = {"Prefere ser procurado pela manhã.",
                                            "Pediu o comparativo de vida útil dos insertos.",
                                            "Participou da demonstração de torneamento.",
                                            "Quer visitar outro cliente antes de decidir.",
                                            "Está de férias até o dia 10.",
                                            "Decide junto com a engenharia."};
const struct demo_words demo_contact_notes = WORDS(contact_notes);

static const char *const deal_notes[] = {"Teste de corte reduziu o tempo de ciclo em 18 %.",
                                         "Concorrente ofereceu 5 % a menos, sem estoque local.",
                                         "Financeiro pediu pagamento em 60 dias.",
                                         "Entrega parcelada em três meses.",
                                         "Escopo cresceu: incluíram a linha de brocas."};
const struct demo_words demo_deal_notes = WORDS(deal_notes);

static const char *const erps[] = {"totvs", "sap", "senior", "sankhya", "outro"};
const struct demo_words demo_erps = WORDS(erps);

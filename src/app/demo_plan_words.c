/* demo_plan_words.c -- see demo_plan_words.h; data only. */
#include "app/demo_plan_words.h"

#include <stddef.h>

const struct plan_text demo_plan_texts[2] = {
    {"Plano de marketing",
     "A Ferramentas Aurora vende ferramentas de corte, abrasivos e instrumentos de medição para "
     "indústrias. São 46 pessoas, "
     "estoque próprio em Joinville e dois engenheiros de aplicação que testam a ferramenta na "
     "planta do cliente.",
     "A indústria compra mais por contrato e menos por pedido avulso. Quem decide é um comitê: "
     "manutenção e engenharia "
     "escolhem, compras negocia, o financeiro libera. Os grandes fabricantes vendem por "
     "distribuidores que não visitam "
     "clientes médios.",
     "Crescer em metalurgia e autopeças com teste de corte na planta, indicações de clientes e "
     "conteúdo técnico; gastar menos "
     "em redes sociais, que trazem curiosos."},
    {"Próximo plano de marketing",
     "A mesma empresa, com um terceiro engenheiro de aplicação e um segundo estoque em Campinas a "
     "partir do segundo "
     "trimestre.",
     "Espera-se demanda estável em autopeças e queda em construção. Dois concorrentes abriram "
     "lojas virtuais.",
     "Rascunho: dobrar o programa de indicações, levar o teste de corte a Minas Gerais e provar o "
     "custo por peça."},
};

const struct audience_text demo_audiences[PLAN_AUDIENCES] = {
    {"Metalúrgicas e usinagens médias",
     "De 50 a 500 pessoas, ferramentaria própria, dois turnos, no Sul e em São Paulo.",
     "Metalurgia", 5, 4, 4, 4, "Usam todos os dias o que vendemos e medem o custo por peça.",
     "Temos menos de um décimo das compras delas; o resto está com distribuidores.",
     "Os engenheiros de aplicação conhecem estas máquinas.",
     "Ferramenteiros trocam de empresa e levam a marca junto.", 1250, 9400, 118000, 3900},
    {"Autopeças com fornecimento contínuo",
     "Fornecedores das montadoras, com metas anuais de redução de custo.", "Autopeças", 4, 5, 3, 5,
     "Contratos anuais com reposição semanal combinam com nosso estoque.",
     "Cada planta compra acima de R$ 300 mil por ano.",
     "Faltam certificações para duas montadoras; processo em curso.",
     "Uma planta que aprova abre as outras do grupo.", 420, 21500, 82000, 7800},
    {"Fabricantes de máquinas", "Projetam e montam máquinas sob encomenda; compram por projeto.",
     "Máquinas e equipamentos", 4, 3, 4, 3,
     "Precisam de variedade e prazo curto, e nós entregamos em 48 horas.",
     "Pedidos grandes, mas irregulares.", "O catálogo on-line já cobre a maior parte do que pedem.",
     "Indicam a ferramenta ao cliente que recebe a máquina.", 680, 7600, 104000, 3200},
};

const struct persona_text demo_personas[PLAN_PERSONAS] = {
    {0, "Gerente de manutenção", "champion", "Gerente de Manutenção",
     "Máquina parada à espera de ferramenta; peças de reposição de três marcas.",
     "Já tentou trocar de marca e a produção reclamou.",
     "Vídeos de teste, colegas de outras fábricas, WhatsApp."},
    {0, "Programador CNC", "user", "Programador CNC",
     "Vida útil do inserto varia de lote para lote.", "Só muda parâmetro se vir cavaco.",
     "YouTube, catálogos em PDF, o vendedor que entende de corte."},
    {0, "Compras", "buyer", "Gerente de Compras",
     "Muitos pedidos pequenos, prazos de pagamento diferentes.", "O fornecedor atual dá 60 dias.",
     "Busca no Google, feiras, portal de compras."},
    {1, "Engenharia de processos", "influencer", "Engenheira de Processos",
     "Meta de reduzir 4 % do custo por peça ao ano.", "Homologar fornecedor leva seis meses.",
     "Estudos de caso com números, webinars, a engenharia do cliente final."},
    {1, "Diretoria financeira", "payer", "Diretor Financeiro",
     "Estoque parado e compras de urgência.", "Não quer mais um contrato com volume mínimo.",
     "Planilhas comparativas; o que a controladoria valida."},
    {2, "Sócio da fábrica", "decider", "Sócio-Proprietário",
     "Prazo do projeto apertado, ferramenta especial demora.",
     "Acha que distribuidor é tudo igual.", "Indicação de outro dono de fábrica; feira do setor."},
};

const struct competitor_text demo_competitors[PLAN_COMPETITORS] = {
    {"Ferramentaria Nacional", "https://www.ferramentarianacional.example",
     "Linha completa de uma só marca europeia, preço de tabela alto.",
     "Representantes por região; desconto por volume anual.",
     "Catálogo em PDF, estande grande nas feiras.", 4},
    {"CorteFácil", "https://www.cortefacil.example",
     "Loja virtual de insertos e brocas, entrega em cinco dias.", "Só pela internet, sem visita.",
     "Anúncios na busca, blog raso, preço à vista em destaque.", 3},
    {"Distribuidora Sulmaq", "https://www.sulmaq.example",
     "Ferramentas, EPIs e lubrificantes no mesmo pedido.",
     "Vendedor semanal na porta da fábrica, consignação.", "Quase nada; vive de relacionamento.",
     4},
    {"Fabricante direto", "https://www.fabricantedireto.example",
     "Projeto de ferramenta especial e reafiação.",
     "Equipe própria só para contas acima de R$ 1 milhão.",
     "Estudos técnicos e centro de treinamento.", 2},
};

const struct positioning_text demo_positionings[PLAN_POSITIONINGS] = {
    {0, "Distribuidor da cidade; loja virtual; continuar com a marca de sempre.",
     "Teste de corte gratuito na planta; estoque no Sul com entrega em 48 horas; relatório de "
     "custo por peça.",
     "Menos parada e um número que o financeiro aceita.",
     "Fornecimento técnico de ferramentas de corte",
     "Para metalúrgicas médias que perdem hora de máquina, a Aurora prova na sua planta quanto a "
     "peça custa a menos."},
    {1, "Contrato direto com o fabricante; distribuidor da montadora.",
     "Estoque consignado com reposição semanal e indicadores mensais.",
     "Redução anual de custo documentada para a auditoria do cliente.",
     "Contrato de fornecimento contínuo",
     "Para autopeças com meta de custo, a Aurora assume o estoque e documenta cada ponto de "
     "economia."},
    {2, "Comprar de três fornecedores; importar direto.",
     "Catálogo com 11 mil itens, busca por geometria e engenheiro que atende no mesmo dia.",
     "O projeto não espera a ferramenta.", "Ferramentas por projeto",
     "Para quem constrói máquinas, a Aurora tem a ferramenta certa na bancada em 48 horas."},
};

const struct goal_text demo_goals[2][PLAN_GOALS] = {
    {{"Oitocentos leads no ano", "leads", NULL, -1, "Marketing", "Chegar a 800 leads novos",
      "Nos doze meses do plano", "Sul e Sudeste", "Conteúdo técnico, busca e webinars",
      "Sem volume no topo faltam negócios em autopeças", NULL, 800000, -1, 0},
     {"Cento e quarenta negócios ganhos", "won", NULL, -1, "Vendas e marketing",
      "Ganhar 140 negócios", "Nos doze meses do plano", "Todas as regiões",
      "Teste de corte para cada proposta acima de R$ 20 mil", "Paga o terceiro engenheiro", NULL,
      140000, -1, 1},
     {"R$ 2,8 milhões em vendas", "revenue", NULL, -1, "Vendas",
      "Faturar R$ 2,8 milhões em negócios ganhos", "Nos doze meses do plano", "Todas as regiões",
      "Contratos anuais e renovações", "Meta do conselho", NULL, INT64_C(280000000000), 1, 1},
     {"Busca paga mais certeira", "media_cac", "paid_search", 0, "Marketing",
      "CAC de mídia da busca paga até R$ 3.500", "Até o fim do plano", "Anúncios de busca",
      "Menos palavras genéricas, página por aplicação", "Busca paga custa mais que a indicação",
      NULL, INT64_C(350000000), -1, 0},
     {"Três em cada dez indicados viram clientes", "lead_to_customer", "referral", 1, "Vendas",
      "Converter 30 % das indicações", "Até o fim do plano", "Programa de indicações",
      "Resposta no mesmo dia e visita em uma semana", "É o canal que mais converte", NULL, 300, -1,
      2}},
    {{"Mil leads no ano", "leads", NULL, -1, "Marketing", "Chegar a 1.000 leads novos",
      "Nos doze meses do plano", "Sul, Sudeste e Minas", "Indicações e estudos de caso",
      "Segundo estoque precisa de demanda", NULL, 1000000, -1, 0},
     {"Cento e oitenta negócios ganhos", "won", NULL, -1, "Vendas", "Ganhar 180 negócios",
      "Nos doze meses do plano", "Todas as regiões", "Terceiro engenheiro de aplicação",
      "Usar a capacidade contratada", NULL, 180000, -1, 1},
     {"R$ 3,6 milhões em vendas", "revenue", NULL, -1, "Vendas", "Faturar R$ 3,6 milhões",
      "Nos doze meses do plano", "Todas as regiões", "Renovações acima de 80 %", "Plano plurianual",
      NULL, INT64_C(360000000000), 1, 1},
     {"Custo por lead estável", "cost_per_lead", NULL, -1, "Marketing",
      "Manter o custo por lead até R$ 600", "Até o fim do plano", "Mídia paga",
      "Mover verba de redes sociais para webinars", "Cresce a verba, não o custo por lead", NULL,
      INT64_C(60000000), -1, 0},
     {"Mais leads que viram cliente", "lead_to_customer", NULL, 0, "Vendas",
      "Converter 13 % dos leads", "Até o fim do plano", "Todos os canais",
      "Comitê completo antes da proposta", "Falta quem paga em muitos negócios", NULL, 130, -1, 2}},
};

const struct selling_text demo_selling[PLAN_SELLING] = {
    {"Venda direta com engenheiro de aplicação", "direct", "Contas acima de R$ 60 mil por ano.",
     340000, 420},
    {"Catálogo on-line", "internet", "Reposição de quem já é cliente.", 290000, 38},
    {"Revendas técnicas", "distributor", "Norte e Nordeste, onde não visitamos.", 190000, 60},
    {"Parceria com fabricantes de máquinas", "partner",
     "Ferramental de partida junto com a máquina nova.", 250000, 210},
};

const struct channel_text demo_plan_channels[PLAN_CHANNELS] = {
    {"Busca orgânica e blog técnico", "search", "organic_search",
     "Programadores pesquisam o problema antes da marca.", "per_month", 0, 55, 0, 0},
    {"Anúncios de busca", "paid", "paid_search", "Quem procura por geometria está comprando.",
     "per_click", 0, 280, 0, 0},
    {"LinkedIn e redes sociais", "social", "social", "Alcança engenharia e diretoria de autopeças.",
     "per_click", 1, 210, 0, 0},
    {"Boletim mensal", "mail", "email", "Mantém quem ainda não compra por perto.", "per_month", -1,
     75, 0, 0},
    {"Programa de indicações", "referral", "referral",
     "Dono de fábrica acredita em dono de fábrica.", "per_lead", 2, 390, 0, 1},
    {"Webinars de usinagem", "live_events", "webinar", "Mostra o teste de corte a quem está longe.",
     "per_event", 0, 210, 0, 0},
    {"Feiras do setor", "fairs", "fairs", "É onde o comitê inteiro aparece junto.", "per_event", 1,
     720, 1, 2},
    {"Site e catálogo", "site", "direct_traffic", "Quem digita o endereço já nos conhece.",
     "per_month", -1, 0, 0, 0},
    {"Casos de clientes", "customer_stories", NULL,
     "Número de custo por peça convence o financeiro.", "other", 1, 0, 0, 0},
    {"Telefone e visita", "telephone", NULL, "Reativar quem devolveu proposta no ano passado.",
     "per_month", 0, 0, 1, 2},
};

const struct campaign_text demo_campaigns[2][PLAN_CAMPAIGNS] = {
    {{"Teste de corte na sua planta", "running", "teste-de-corte", 0, 1, 1, "won", -150, 60, NULL,
      "Anúncio por operação: torneamento, fresamento, furação."},
     {"Indique uma fábrica", "running", "indique-uma-fabrica", 1, 4, 4, "lead_to_customer", -210,
      120, NULL, "Crédito de R$ 500 para quem indica e para quem chega."},
     {"Calculadora de vida útil", "running", "calculadora-vida-util", 0, 0, 0, "leads", -95, 90,
      NULL, NULL},
     {"Webinar: parada programada sem susto", "done", "webinar-parada", 0, 0, 5, "leads", -120, -88,
      NULL, "212 inscritos, 118 presentes."},
     {"Autopeças no LinkedIn", "stopped", "autopecas-linkedin", 1, 0, 2, "leads", -190, -70, NULL,
      "Parada: muitos cliques, quase nenhum comitê."},
     {"Feira da Mecânica", "done", "feira-mecanica", 1, 1, 6, "won", -115, -100, NULL, NULL},
     {"Boletim: custo por peça", "running", "boletim-custo-por-peca", -1, -1, 3, NULL, -60, 30,
      "Boletim fixo, sem público nem meta próprios; vale pela constância.", NULL},
     {"Casos de autopeças em vídeo", "ready", "casos-autopecas", 1, 2, 8, "revenue", 10, 75, NULL,
      "Três vídeos gravados; falta a aprovação de um cliente."},
     {"Reativar propostas devolvidas", "idea", "reativar-propostas", 0, 2, 9, "revenue", 20, 80,
      NULL, NULL}},
    {{"Teste de corte em Minas", "idea", "teste-de-corte-mg", 0, 1, 1, "won", 130, 260, NULL, NULL},
     {"Indicação em dobro", "idea", "indicacao-em-dobro", 1, 4, 4, "lead_to_customer", 130, 300,
      NULL, NULL},
     {"Webinars com montadoras", "idea", "webinar-montadoras", 1, 0, 5, "leads", 160, 240, NULL,
      NULL}},
};
